/** Erasing customers: what each service deletes, what it keeps and on what ground, and the operation it is asked with. */
@NullMarked
package io.kehu.starter.erasing;

import org.jspecify.annotations.NullMarked;
