/** Customers who are erased: asked for, decided on, and carried from service to service until each has erased theirs. */
@NullMarked
package io.kehu.customer.erasure;

import org.jspecify.annotations.NullMarked;
