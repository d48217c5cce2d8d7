/** Questions to customers, asked rarely and answered once. */
@NullMarked
package io.kehu.feedback.survey;

import org.jspecify.annotations.NullMarked;
