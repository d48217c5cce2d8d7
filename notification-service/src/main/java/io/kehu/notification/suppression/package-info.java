/** Addresses nothing may be sent to, known by keyed tokens only. */
@NullMarked
package io.kehu.notification.suppression;

import org.jspecify.annotations.NullMarked;
