package io.kehu.loyalty.earning;

import io.kehu.loyalty.tier.Tier;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A purchase with all that rules read: who bought, in which tier, at what local time. */
final class Occasion {

    private final PurchaseRecorded purchase;
    private final String member;
    private final @Nullable Tier tier;
    private final @Nullable Instant memberSince;
    private final ZonedDateTime at;
    private @Nullable Map<String, Object> variables;

    /**
     * @param member the number that the purchase's stands for
     * @param memberSince when the membership was opened; missing with the first purchase
     */
    Occasion(
            PurchaseRecorded purchase, String member, @Nullable Tier tier, @Nullable Instant memberSince, ZoneId zone) {
        this.purchase = purchase;
        this.member = member;
        this.tier = tier;
        this.memberSince = memberSince;
        this.at = purchase.occurredAt().atZone(zone);
    }

    PurchaseRecorded purchase() {
        return purchase;
    }

    String member() {
        return member;
    }

    @Nullable
    Tier tier() {
        return tier;
    }

    /** What the tier makes of points, in percent. */
    int percent() {
        return tier == null ? Tier.PLAIN_PERCENT : tier.multiplierPercent();
    }

    /** Of the programme's calendar. */
    LocalDate day() {
        return at.toLocalDate();
    }

    /** For conditions; made once, however many rules there are. */
    Map<String, Object> variables() {
        Map<String, Object> known = variables;
        if (known == null) {
            known = Map.of("purchase", ofPurchase(), "member", ofMember(), "at", ofTime());
            variables = known;
        }
        return known;
    }

    private Map<String, Object> ofPurchase() {
        Map<String, Object> values = new HashMap<>();
        values.put("amountMinor", purchase.amountMinor());
        values.put("currency", purchase.currency());
        values.put("channel", purchase.channel());
        values.put("store", purchase.store() == null ? "" : purchase.store());
        values.put(
                "lines",
                purchase.lines().stream()
                        .map(line -> Map.<String, Object>of(
                                "product", line.product(),
                                "category", line.category(),
                                "quantity", line.quantity().doubleValue(),
                                "amountMinor", line.amountMinor()))
                        .toList());
        return values;
    }

    private Map<String, Object> ofMember() {
        long months = memberSince == null
                ? 0
                : Math.max(
                        0,
                        ChronoUnit.MONTHS.between(
                                memberSince.atZone(at.getZone()).toLocalDate(), at.toLocalDate()));
        return Map.of(
                "tier",
                tier == null ? "" : tier.code(),
                "months",
                months,
                "birthday",
                purchase.isOnBirthday(),
                "birthdayMonth",
                purchase.isInBirthdayMonth());
    }

    private Map<String, Object> ofTime() {
        return Map.of(
                "year", (long) at.getYear(),
                "month", (long) at.getMonthValue(),
                "day", (long) at.getDayOfMonth(),
                "weekday", (long) at.getDayOfWeek().getValue(),
                "hour", (long) at.getHour());
    }
}
