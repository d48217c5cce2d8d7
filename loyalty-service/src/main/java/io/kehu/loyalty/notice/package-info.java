/** Telling members before points expire, and hearing whether they were told. */
@NullMarked
package io.kehu.loyalty.notice;

import org.jspecify.annotations.NullMarked;
