/** Letting a customer in: number, references, record, in an order that no crash can break. */
@NullMarked
package io.kehu.customer.registration;

import org.jspecify.annotations.NullMarked;
