/** Outreach with proof: templates, gates, attempts, delivery. */
@NullMarked
package io.kehu.notification;

import org.jspecify.annotations.NullMarked;
