/** The gates every message passes in the moment of sending; each says yes, no or later, and why. */
@NullMarked
package io.kehu.notification.gate;

import org.jspecify.annotations.NullMarked;
