/** Ids of other systems and the customer number they stand for. */
@NullMarked
package io.kehu.identity.reference;

import org.jspecify.annotations.NullMarked;
