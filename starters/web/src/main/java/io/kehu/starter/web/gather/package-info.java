/** Requests that arrive together share one commit. */
@NullMarked
package io.kehu.starter.web.gather;

import org.jspecify.annotations.NullMarked;
