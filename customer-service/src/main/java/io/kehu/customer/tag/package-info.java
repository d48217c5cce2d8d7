/** Labels on customers. */
@NullMarked
package io.kehu.customer.tag;

import org.jspecify.annotations.NullMarked;
