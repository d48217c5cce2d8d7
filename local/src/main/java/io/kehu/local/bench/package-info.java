/** Figures of the running suite, each as a ratio to a control that is measured in the same run. */
@NullMarked
package io.kehu.local.bench;

import org.jspecify.annotations.NullMarked;
