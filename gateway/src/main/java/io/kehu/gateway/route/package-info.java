/** Which service answers which path, and what a caller may not smuggle through. */
@NullMarked
package io.kehu.gateway.route;

import org.jspecify.annotations.NullMarked;
