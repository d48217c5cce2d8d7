/** Metrics, traces and JSON logs, the same in every service. */
@NullMarked
package io.kehu.starter.observability;

import org.jspecify.annotations.NullMarked;
