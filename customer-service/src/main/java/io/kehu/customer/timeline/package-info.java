/** Everything that happened with a customer, from all services, newest first. */
@NullMarked
package io.kehu.customer.timeline;

import org.jspecify.annotations.NullMarked;
