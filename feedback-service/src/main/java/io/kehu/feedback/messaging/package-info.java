/** Telling other services what happened here. */
@NullMarked
package io.kehu.feedback.messaging;

import org.jspecify.annotations.NullMarked;
