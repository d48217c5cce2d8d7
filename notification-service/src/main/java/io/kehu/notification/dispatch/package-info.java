/** How messages leave: taken by workers, judged by the gates, written down before the send, settled after it, never sent twice. */
@NullMarked
package io.kehu.notification.dispatch;

import org.jspecify.annotations.NullMarked;
