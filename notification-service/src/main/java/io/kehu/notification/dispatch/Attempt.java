package io.kehu.notification.dispatch;

import io.kehu.notification.provider.Outgoing;
import io.kehu.notification.suppression.ContactAddress;
import io.kehu.notification.template.Rendered;

/**
 * A try that is written down and about to be made.
 *
 * @param n from 1, per message
 */
record Attempt(Waiting message, int n, String requestRef, ContactAddress address, Rendered words) {

    Outgoing outgoing() {
        return new Outgoing(
                requestRef, address.value(), words.language().tag(), words.subject(), words.text(), words.html());
    }
}
