/** Keyset pages: items and an opaque cursor, never an offset. */
@NullMarked
package io.kehu.starter.web.page;

import org.jspecify.annotations.NullMarked;
