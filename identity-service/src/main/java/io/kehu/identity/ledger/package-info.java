/** What became of every number of a scheme, how many are left, and whether more are given. */
@NullMarked
package io.kehu.identity.ledger;

import org.jspecify.annotations.NullMarked;
