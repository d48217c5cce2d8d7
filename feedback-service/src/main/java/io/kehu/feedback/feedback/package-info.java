/** What customers say, on any channel, signed or anonymous. */
@NullMarked
package io.kehu.feedback.feedback;

import org.jspecify.annotations.NullMarked;
