/** Real PostgreSQL and RabbitMQ as private child processes, so that nothing has to be faked on one machine or in tests. */
@NullMarked
package io.kehu.servers;

import org.jspecify.annotations.NullMarked;
