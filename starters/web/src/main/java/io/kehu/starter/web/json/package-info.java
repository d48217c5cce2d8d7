/** Strict JSON: what is not understood is refused, not ignored. */
@NullMarked
package io.kehu.starter.web.json;

import org.jspecify.annotations.NullMarked;
