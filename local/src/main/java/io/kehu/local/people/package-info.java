/** People who do not exist, for figures and tests: many, seeded, and with a known truth about who is who. */
@NullMarked
package io.kehu.local.people;

import org.jspecify.annotations.NullMarked;
