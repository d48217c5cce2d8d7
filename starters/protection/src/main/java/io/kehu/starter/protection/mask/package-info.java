/** What of a value the caller may see. */
@NullMarked
package io.kehu.starter.protection.mask;

import org.jspecify.annotations.NullMarked;
