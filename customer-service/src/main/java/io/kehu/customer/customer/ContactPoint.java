package io.kehu.customer.customer;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A way to reach a customer.
 *
 * @param kind what it is
 * @param value normalised: E.164 for phones, cleaned for mail, {@code network:account} for social networks, one line for addresses
 * @param label such as {@code work}
 * @param address its parts, for an address
 * @param preferred whether the customer wants to be reached by this one of the kind
 * @param validFrom first day it is good
 * @param validTo last day it is good
 * @param verifiedAt when somebody made sure of it
 * @param source how it came in; null until it is written
 * @param since when it came in; null until it is written
 */
public record ContactPoint(
        Kind kind,
        @Schema(example = "+8613800138000") String value,
        @Schema(example = "家 / home") @Nullable String label,
        @Nullable Address address,
        boolean preferred,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo,
        @Nullable Instant verifiedAt,
        @Nullable Source source,
        @Nullable Instant since) {

    /** What a record keeps. */
    public static final int MOST_OF_A_KIND = 20;

    /** By kind, the preferred one of each first. */
    static final Comparator<ContactPoint> ORDER =
            Comparator.comparing(ContactPoint::kind).thenComparing(point -> !point.preferred());

    /** What a contact point is. */
    public enum Kind {
        PHONE,
        EMAIL,
        WECHAT,
        ADDRESS,
        SOCIAL
    }

    /** Whether a day lies in its time. */
    public boolean validOn(LocalDate day) {
        return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || !day.isAfter(validTo));
    }

    /** Two spellings of one point are equal here. */
    public String identity() {
        return kind + value.toLowerCase(Locale.ROOT);
    }

    ContactPoint preferring(boolean newPreferred) {
        return new ContactPoint(
                kind, value, label, address, newPreferred, validFrom, validTo, verifiedAt, source, since);
    }

    ContactPoint from(@Nullable Source newSource, @Nullable Instant newSince) {
        return new ContactPoint(
                kind, value, label, address, preferred, validFrom, validTo, verifiedAt, newSource, newSince);
    }
}
