/** Customer numbers under load and under kill -9, on a database of their own. */
@NullMarked
package io.kehu.local.bench.identity;

import org.jspecify.annotations.NullMarked;
