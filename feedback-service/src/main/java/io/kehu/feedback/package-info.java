/** Opinions answered, complaints closed by the customer. */
@NullMarked
package io.kehu.feedback;

import org.jspecify.annotations.NullMarked;
