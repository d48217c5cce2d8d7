/** What has to be true of the charts and manifests, whatever values they are rendered with. */
@NullMarked
package io.kehu.charts;

import org.jspecify.annotations.NullMarked;
