/** What loyalty-service tells others. */
@NullMarked
package io.kehu.loyalty.event;

import org.jspecify.annotations.NullMarked;
