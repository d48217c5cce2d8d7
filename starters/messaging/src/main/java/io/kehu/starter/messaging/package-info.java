/** Events between services: never lost, never twice in effect, never with personal data. */
@NullMarked
package io.kehu.starter.messaging;

import org.jspecify.annotations.NullMarked;
