/** Which purchases earn what: versioned rules in CEL. */
@NullMarked
package io.kehu.loyalty.earning;

import org.jspecify.annotations.NullMarked;
