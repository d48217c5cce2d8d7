/** Programmes: what a point is worth and how long it lasts. */
@NullMarked
package io.kehu.loyalty.program;

import org.jspecify.annotations.NullMarked;
