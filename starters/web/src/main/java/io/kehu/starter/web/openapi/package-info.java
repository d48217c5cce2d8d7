/** What every OpenAPI document of the suite has in common. */
@NullMarked
package io.kehu.starter.web.openapi;

import org.jspecify.annotations.NullMarked;
