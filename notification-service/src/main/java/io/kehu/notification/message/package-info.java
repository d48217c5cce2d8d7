/** Wishes to reach a customer: taken once per dedupe key, listed, explained. */
@NullMarked
package io.kehu.notification.message;

import org.jspecify.annotations.NullMarked;
