/** What earns points besides purchases: check-ins, surveys, reviews, partners. */
@NullMarked
package io.kehu.loyalty.activity;

import org.jspecify.annotations.NullMarked;
