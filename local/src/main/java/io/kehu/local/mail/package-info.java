/** A mail sink with a readable inbox. */
@NullMarked
package io.kehu.local.mail;

import org.jspecify.annotations.NullMarked;
