/** What every starter and service stands on: defaults of the starters, one clock, time-ordered ids. */
@NullMarked
package io.kehu.starter.base;

import org.jspecify.annotations.NullMarked;
