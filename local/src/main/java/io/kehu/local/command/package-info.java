/** The commands of the script kehu. */
@NullMarked
package io.kehu.local.command;

import org.jspecify.annotations.NullMarked;
