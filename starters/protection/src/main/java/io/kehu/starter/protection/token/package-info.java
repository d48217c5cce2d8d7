/** Search over encrypted values by keyed hashes. */
@NullMarked
package io.kehu.starter.protection.token;

import org.jspecify.annotations.NullMarked;
