/** Allocating, resolving and checking customer numbers. */
@NullMarked
package io.kehu.identity.number;

import org.jspecify.annotations.NullMarked;
