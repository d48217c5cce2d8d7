/** A shop's day on the running suite: the demo files and what is done with them. */
@NullMarked
package io.kehu.local.demo;

import org.jspecify.annotations.NullMarked;
