/** Versioned texts in two languages: written, previewed, approved, filled in strictly. */
@NullMarked
package io.kehu.notification.template;

import org.jspecify.annotations.NullMarked;
