/** Record linkage by itself: fields compared by level, weights learned without labels; knows nothing of customers or databases. */
@NullMarked
package io.kehu.customer.matching.model;

import org.jspecify.annotations.NullMarked;
