/** One box that finds customers by number, phone, mail and name in hanzi, pinyin or initials. */
@NullMarked
package io.kehu.customer.search;

import org.jspecify.annotations.NullMarked;
