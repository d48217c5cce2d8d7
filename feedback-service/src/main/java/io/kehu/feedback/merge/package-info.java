/** What this service says when customer-service merges customers. */
@NullMarked
package io.kehu.feedback.merge;

import org.jspecify.annotations.NullMarked;
