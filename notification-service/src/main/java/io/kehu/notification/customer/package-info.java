/** What customer-service tells us about recipients in the moment of sending: address, language, consents. */
@NullMarked
package io.kehu.notification.customer;

import org.jspecify.annotations.NullMarked;
