/** Complaints: cases with an owner, a path and a deadline, closed by the customer or by a recorded time-out. */
@NullMarked
package io.kehu.feedback.complaint;

import org.jspecify.annotations.NullMarked;
