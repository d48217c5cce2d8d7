/** Who collects points. */
@NullMarked
package io.kehu.loyalty.member;

import org.jspecify.annotations.NullMarked;
