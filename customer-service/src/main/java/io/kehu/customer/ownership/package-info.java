/** Whose customer it is: pools, claims, releases, transfers and taking back. */
@NullMarked
package io.kehu.customer.ownership;

import org.jspecify.annotations.NullMarked;
