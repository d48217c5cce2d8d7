/** How fast a complaint must be dealt with, and the clocks that measure it in business time. */
@NullMarked
package io.kehu.feedback.sla;

import org.jspecify.annotations.NullMarked;
