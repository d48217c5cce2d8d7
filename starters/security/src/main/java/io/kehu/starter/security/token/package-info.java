/** Which tokens are accepted, and who they speak for. */
@NullMarked
package io.kehu.starter.security.token;

import org.jspecify.annotations.NullMarked;
