/** Events leave through a table that commits with the business change, and a relay that publishes it. */
@NullMarked
package io.kehu.starter.messaging.outbox;

import org.jspecify.annotations.NullMarked;
