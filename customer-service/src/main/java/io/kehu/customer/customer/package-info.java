/** The record: who a customer is, how to reach them, since when we know and from where. */
@NullMarked
package io.kehu.customer.customer;

import org.jspecify.annotations.NullMarked;
