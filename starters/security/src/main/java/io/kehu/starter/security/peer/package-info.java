/** Tokens for calls to other services. */
@NullMarked
package io.kehu.starter.security.peer;

import org.jspecify.annotations.NullMarked;
