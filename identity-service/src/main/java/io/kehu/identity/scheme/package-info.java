/** How a customer number looks: template, check characters, order. */
@NullMarked
package io.kehu.identity.scheme;

import org.jspecify.annotations.NullMarked;
