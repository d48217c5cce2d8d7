/** Gifts that points buy: catalogue, stock, and orders from the reservation to the door. */
@NullMarked
package io.kehu.loyalty.gift;

import org.jspecify.annotations.NullMarked;
