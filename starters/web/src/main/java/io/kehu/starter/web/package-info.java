/** One HTTP API style for every service; see docs/api.md. */
@NullMarked
package io.kehu.starter.web;

import org.jspecify.annotations.NullMarked;
