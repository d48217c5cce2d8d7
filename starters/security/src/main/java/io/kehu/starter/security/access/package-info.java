/** The rules: every operation names its roles in one place, everything else is refused. */
@NullMarked
package io.kehu.starter.security.access;

import org.jspecify.annotations.NullMarked;
