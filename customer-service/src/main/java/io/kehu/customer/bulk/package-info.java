/** Work on many customers at once, as jobs that go on page by page whatever happens to their instance. */
@NullMarked
package io.kehu.customer.bulk;

import org.jspecify.annotations.NullMarked;
