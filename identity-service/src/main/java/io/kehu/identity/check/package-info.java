/** The arithmetic of check characters, as published. */
@NullMarked
package io.kehu.identity.check;

import org.jspecify.annotations.NullMarked;
