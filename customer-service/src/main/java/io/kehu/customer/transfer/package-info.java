/** Imports as rehearsed change sets. */
@NullMarked
package io.kehu.customer.transfer;

import org.jspecify.annotations.NullMarked;
