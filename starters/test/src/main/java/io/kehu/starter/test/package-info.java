/** What tests of services stand on: real servers, real signatures, shared per run. */
@NullMarked
package io.kehu.starter.test;

import org.jspecify.annotations.NullMarked;
