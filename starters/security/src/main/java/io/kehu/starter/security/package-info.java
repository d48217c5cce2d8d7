/** Who may do what: Keycloak tokens, one list of rules per service, deny by default. */
@NullMarked
package io.kehu.starter.security;

import org.jspecify.annotations.NullMarked;
