/** Members who bring new customers: what both get for the first purchase, and lose with its return. */
@NullMarked
package io.kehu.loyalty.referral;

import org.jspecify.annotations.NullMarked;
