/** Several records that turned out to be one customer, made one over all services, and several again. */
@NullMarked
package io.kehu.customer.merge;

import org.jspecify.annotations.NullMarked;
