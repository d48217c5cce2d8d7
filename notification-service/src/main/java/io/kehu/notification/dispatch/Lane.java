package io.kehu.notification.dispatch;

import io.kehu.notification.Channel;
import io.kehu.notification.Purpose;
import io.kehu.notification.provider.Provider;
import java.util.Locale;

/**
 * Which messages a worker takes.
 *
 * @param last the least urgent purpose it takes
 */
record Lane(Provider provider, Purpose last) {

    /** One-time passwords only, so that they never wait behind a campaign. */
    static Lane urgent(Provider provider) {
        return new Lane(provider, Purpose.OTP);
    }

    /** Whatever waits, most urgent first. */
    static Lane all(Provider provider) {
        return new Lane(provider, Purpose.MARKETING);
    }

    Channel channel() {
        return provider.capabilities().channel();
    }

    @Override
    public String toString() {
        return provider.name() + "-" + last.name().toLowerCase(Locale.ROOT);
    }
}
