/** Events arrive once: duplicates are recognised, failures are parked and tried again, the hopeless go aside. */
@NullMarked
package io.kehu.starter.messaging.inbox;

import org.jspecify.annotations.NullMarked;
