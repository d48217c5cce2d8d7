/** Takes over numbers that customers carry already, given out by somebody before us. */
@NullMarked
package io.kehu.identity.adopt;

import org.jspecify.annotations.NullMarked;
