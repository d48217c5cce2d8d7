/** PostgreSQL as every service uses it: separate roles for migrations and work, schema parts of starters, retried transactions. */
@NullMarked
package io.kehu.starter.database;

import org.jspecify.annotations.NullMarked;
