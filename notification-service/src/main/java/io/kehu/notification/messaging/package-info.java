/** Facts of other services that customers are to hear about. */
@NullMarked
package io.kehu.notification.messaging;

import org.jspecify.annotations.NullMarked;
