/** Bounds on what a request may cost before any code of ours reads it. */
@NullMarked
package io.kehu.starter.web.limit;

import org.jspecify.annotations.NullMarked;
