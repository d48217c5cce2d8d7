/** Points that add up: ledger, lots, earning rules, statements. */
@NullMarked
package io.kehu.loyalty;

import org.jspecify.annotations.NullMarked;
