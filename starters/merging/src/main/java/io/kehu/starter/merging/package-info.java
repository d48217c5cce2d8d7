/** Customers that turn out to be one: which numbers stand for whom, merged and unmerged without rewriting a row. */
@NullMarked
package io.kehu.starter.merging;

import org.jspecify.annotations.NullMarked;
