/** What people and programs read: API documents, problems, event schemas. */
@NullMarked
package io.kehu.gateway.docs;

import org.jspecify.annotations.NullMarked;
