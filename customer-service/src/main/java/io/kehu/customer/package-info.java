/** Customer records: registering, finding, importing, purchases, timeline. */
@NullMarked
package io.kehu.customer;

import org.jspecify.annotations.NullMarked;
