/** How jobs get on, told to listeners as server-sent events. */
@NullMarked
package io.kehu.customer.progress;

import org.jspecify.annotations.NullMarked;
