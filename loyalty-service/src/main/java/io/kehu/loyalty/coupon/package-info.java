/** Coupons: what they give, codes that nobody can guess and nothing stores, and each code on one order once. */
@NullMarked
package io.kehu.loyalty.coupon;

import org.jspecify.annotations.NullMarked;
