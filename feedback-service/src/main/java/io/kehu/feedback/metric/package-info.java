/** Scores that say how they were computed, from how many, and how sure one can be. */
@NullMarked
package io.kehu.feedback.metric;

import org.jspecify.annotations.NullMarked;
