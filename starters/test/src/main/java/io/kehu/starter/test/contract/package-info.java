/** Checks every service must pass, written once. */
@NullMarked
package io.kehu.starter.test.contract;

import org.jspecify.annotations.NullMarked;
