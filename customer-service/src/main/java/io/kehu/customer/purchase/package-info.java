/** Purchases and refunds, each once, each with its customer or parked until the customer is known. */
@NullMarked
package io.kehu.customer.purchase;

import org.jspecify.annotations.NullMarked;
