/** Points as double entry: transactions, postings, lots. Nothing is changed once booked. */
@NullMarked
package io.kehu.loyalty.ledger;

import org.jspecify.annotations.NullMarked;
