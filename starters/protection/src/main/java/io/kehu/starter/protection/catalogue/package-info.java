/** The class of every column: public, internal, personal or sensitive. */
@NullMarked
package io.kehu.starter.protection.catalogue;

import org.jspecify.annotations.NullMarked;
