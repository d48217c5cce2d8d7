/** What could not be handled, for people to look at and to replay. */
@NullMarked
package io.kehu.starter.messaging.dead;

import org.jspecify.annotations.NullMarked;
