/** What the tests of this service stand on. */
@NullMarked
package io.kehu.notification.support;

import org.jspecify.annotations.NullMarked;
