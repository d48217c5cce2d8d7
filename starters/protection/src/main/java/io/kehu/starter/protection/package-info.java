/** Personal data: encrypted per customer, found by keyed tokens, masked by role, every access on record. */
@NullMarked
package io.kehu.starter.protection;

import org.jspecify.annotations.NullMarked;
