/** What feedback-service tells us in the moment of sending: the personal link of an invitation. */
@NullMarked
package io.kehu.notification.feedback;

import org.jspecify.annotations.NullMarked;
