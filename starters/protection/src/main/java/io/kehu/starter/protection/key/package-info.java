/** One data key per customer, wrapped by a key-encryption key; destroying it erases the customer. */
@NullMarked
package io.kehu.starter.protection.key;

import org.jspecify.annotations.NullMarked;
