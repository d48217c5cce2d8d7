/** What loyalty-service can book, beside transactions that do nothing but update balances. */
@NullMarked
package io.kehu.local.bench.loyalty;

import org.jspecify.annotations.NullMarked;
