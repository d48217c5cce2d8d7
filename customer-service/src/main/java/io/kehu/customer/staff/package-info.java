/** Who works with customers, in which team, and how far each of them sees. */
@NullMarked
package io.kehu.customer.staff;

import org.jspecify.annotations.NullMarked;
