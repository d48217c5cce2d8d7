/** What we need of identity-service: numbers and the cross-reference. */
@NullMarked
package io.kehu.customer.identity;

import org.jspecify.annotations.NullMarked;
