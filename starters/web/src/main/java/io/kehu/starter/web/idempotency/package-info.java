/** POSTs that may be repeated: the answer is kept in the transaction of the effect. */
@NullMarked
package io.kehu.starter.web.idempotency;

import org.jspecify.annotations.NullMarked;
