/** Blocks of numbers that shops and offline tills hold, use and give back. */
@NullMarked
package io.kehu.identity.lease;

import org.jspecify.annotations.NullMarked;
