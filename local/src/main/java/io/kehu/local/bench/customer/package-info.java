/** What customer-service takes: importing, finding, matching, at sizes that hurt. */
@NullMarked
package io.kehu.local.bench.customer;

import org.jspecify.annotations.NullMarked;
