/** Who did or saw what, written in the transaction that did or showed it. */
@NullMarked
package io.kehu.starter.protection.audit;

import org.jspecify.annotations.NullMarked;
