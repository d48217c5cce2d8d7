/** Customer numbers (客户号): unique, readable, checkable, never reused, never unexplained. */
@NullMarked
package io.kehu.identity;

import org.jspecify.annotations.NullMarked;
