/** Members that turn out to be one: their points become one balance, and go back when the merge is undone. */
@NullMarked
package io.kehu.loyalty.merge;

import org.jspecify.annotations.NullMarked;
