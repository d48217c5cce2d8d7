/** The one door: routes, single sign-on, limits, API documents. */
@NullMarked
package io.kehu.gateway;

import org.jspecify.annotations.NullMarked;
