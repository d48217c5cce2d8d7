/** Spending points, holding them, giving them back, adjusting them by hand, and letting them expire. */
@NullMarked
package io.kehu.loyalty.points;

import org.jspecify.annotations.NullMarked;
