/** Who is what to whom: households, employers, referrers, contacts of partners. */
@NullMarked
package io.kehu.customer.relation;

import org.jspecify.annotations.NullMarked;
