/** The launcher: the whole suite on one machine, each part a process of its own. */
@NullMarked
package io.kehu.local;

import org.jspecify.annotations.NullMarked;
