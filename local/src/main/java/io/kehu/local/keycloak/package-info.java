/** The realm as code, and signing in to it. */
@NullMarked
package io.kehu.local.keycloak;

import org.jspecify.annotations.NullMarked;
