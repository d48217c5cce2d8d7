/** Business hours: when the company works, down to lunch breaks, holidays and make-up working days (调休). */
@NullMarked
package io.kehu.feedback.calendar;

import org.jspecify.annotations.NullMarked;
