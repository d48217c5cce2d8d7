/** What administrators define beside the record: custom fields, dictionaries, layouts, saved views, and packs of them. */
@NullMarked
package io.kehu.customer.catalogue;

import org.jspecify.annotations.NullMarked;
