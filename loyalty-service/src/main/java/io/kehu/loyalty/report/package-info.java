/** What the points of a programme are worth to the books: opening, what came and went, closing. */
@NullMarked
package io.kehu.loyalty.report;

import org.jspecify.annotations.NullMarked;
