/** Strong entity tags, If-Match and JSON Merge Patch. */
@NullMarked
package io.kehu.starter.web.version;

import org.jspecify.annotations.NullMarked;
