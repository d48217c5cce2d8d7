/** Points of another system, brought along with their own dates. */
@NullMarked
package io.kehu.loyalty.transfer;

import org.jspecify.annotations.NullMarked;
