/** Files of customers that leave the service: asked for with a purpose, marked, and gone after a day. */
@NullMarked
package io.kehu.customer.export;

import org.jspecify.annotations.NullMarked;
