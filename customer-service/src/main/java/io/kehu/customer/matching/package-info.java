/** Doubles: asked for before a customer is entered, searched for in the stock, decided by people and remembered. */
@NullMarked
package io.kehu.customer.matching;

import org.jspecify.annotations.NullMarked;
