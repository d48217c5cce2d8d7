/** What a request costs when nothing is done for it. */
@NullMarked
package io.kehu.echo;

import org.jspecify.annotations.NullMarked;
