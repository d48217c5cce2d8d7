/** A short way past the chains of filters for small requests that are in order. */
@NullMarked
package io.kehu.starter.security.plain;

import org.jspecify.annotations.NullMarked;
