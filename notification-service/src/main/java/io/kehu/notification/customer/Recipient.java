package io.kehu.notification.customer;

import io.kehu.notification.Channel;
import io.kehu.notification.CustomerNumber;
import io.kehu.notification.Purpose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer as a recipient. Lives as long as one batch is being sent and is never stored.
 *
 * @param language BCP 47, as the customer said
 */
public record Recipient(
        CustomerNumber number,
        Status status,
        @Nullable String language,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        List<Consent> consents) {

    /** Whether the customer may be written to at all. */
    public enum Status {
        ACTIVE,
        MERGED,
        RESTRICTED,
        ERASED,
        /** Customer-service does not know the number. */
        UNKNOWN,
        /** Customer-service uses a word for the state that we do not know. */
        OTHER
    }

    /** What a customer said about a channel and a purpose. */
    public enum ConsentState {
        GRANTED,
        WITHDRAWN,
        /** Never asked, or never answered. */
        UNKNOWN
    }

    /** One answer of a customer. */
    public record Consent(String channel, String purpose, ConsentState state) {}

    public Recipient {
        consents = List.copyOf(consents);
    }

    /** Nobody; what every customer is before customer-service was asked, and those it does not know after it. */
    public static Recipient unknown(CustomerNumber number) {
        return new Recipient(number, Status.UNKNOWN, null, null, null, null, List.of());
    }

    /** What the customer said; a withdrawal beats a grant should both be told. */
    public ConsentState consent(Channel channel, Purpose purpose) {
        ConsentState found = ConsentState.UNKNOWN;
        for (Consent consent : consents) {
            if (consent.channel().equals(channel.name()) && consent.purpose().equals(purpose.name())) {
                if (consent.state() == ConsentState.WITHDRAWN) {
                    return ConsentState.WITHDRAWN;
                }
                found = consent.state();
            }
        }
        return found;
    }

    /** Where the channel reaches the customer; null when it does not. */
    public @Nullable String address(Channel channel) {
        String address =
                switch (channel) {
                    case EMAIL -> email;
                    case SMS -> phone;
                    case WECHAT, INBOX -> null;
                };
        return address == null || address.isBlank() ? null : address;
    }

    /** Without the person. */
    @Override
    public String toString() {
        return "Recipient[" + number + ", " + status + "]";
    }
}
