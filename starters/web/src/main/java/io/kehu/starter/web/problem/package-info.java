/** RFC 9457 problem documents for every error of every layer. */
@NullMarked
package io.kehu.starter.web.problem;

import org.jspecify.annotations.NullMarked;
