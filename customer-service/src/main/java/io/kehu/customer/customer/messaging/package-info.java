/** What other services are told about customers. */
@NullMarked
package io.kehu.customer.customer.messaging;

import org.jspecify.annotations.NullMarked;
