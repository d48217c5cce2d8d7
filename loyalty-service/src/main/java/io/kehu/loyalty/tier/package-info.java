/** Tiers: how one gets into them, what they give, and how one falls out of them. */
@NullMarked
package io.kehu.loyalty.tier;

import org.jspecify.annotations.NullMarked;
