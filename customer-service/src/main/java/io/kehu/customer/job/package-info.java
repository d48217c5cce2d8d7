/** Work that goes on when its request has ended, and survives a restart. */
@NullMarked
package io.kehu.customer.job;

import org.jspecify.annotations.NullMarked;
