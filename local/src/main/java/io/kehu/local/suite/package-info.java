/** What runs, where it keeps its data, how it starts and stops. */
@NullMarked
package io.kehu.local.suite;

import org.jspecify.annotations.NullMarked;
