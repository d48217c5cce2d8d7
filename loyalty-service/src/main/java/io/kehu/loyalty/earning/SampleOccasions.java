package io.kehu.loyalty.earning;

import io.kehu.loyalty.tier.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Purchases a condition must get along with before it is published: usual ones, and the smallest and largest there can be. */
final class SampleOccasions {

    private static final int MOST_LINES = 500;
    private static final long LARGEST_LINE = 2_000_000_000L;
    private static final Tier TIER = new Tier("GOLD", 2, "Gold", 1_000, 200, List.of());
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    static final List<Occasion> ALL = List.of(
            sample("POS", "S1", "2026-11-20T03:15:00Z", TIER, "2016-01-31T00:00:00Z", lines(1, 19_900)),
            sample("WEB", null, "2028-02-29T15:59:59Z", null, null, lines(1, 1)),
            sample("OTHER", null, "2026-12-31T16:00:00Z", null, null, lines(1, 0)),
            sample("PHONE", null, "2020-01-01T00:00:00Z", TIER, "2026-11-20T03:15:00Z", List.of()),
            sample("APP", "S1", "2026-06-06T06:06:06Z", TIER, null, lines(3, 100)),
            sample("POS", "S2", "2026-11-22T23:59:59Z", TIER, "1990-05-05T00:00:00Z", lines(MOST_LINES, LARGEST_LINE)));

    private SampleOccasions() {}

    private static Occasion sample(
            String channel,
            @Nullable String store,
            String at,
            @Nullable Tier tier,
            @Nullable String since,
            List<PurchaseRecorded.Line> lines) {
        PurchaseRecorded purchase = new PurchaseRecorded(
                new UUID(0, 0),
                "C00000000135",
                channel,
                "SAMPLE",
                store,
                Instant.parse(at),
                "CNY",
                lines.stream().mapToLong(PurchaseRecorded.Line::amountMinor).sum(),
                tier == null ? null : "DAY",
                lines);
        return new Occasion(purchase, purchase.number(), tier, since == null ? null : Instant.parse(since), ZONE);
    }

    private static List<PurchaseRecorded.Line> lines(int count, long amountMinor) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(no -> new PurchaseRecorded.Line(
                        no, "P" + no, no % 2 == 0 ? "" : "tea", new BigDecimal("1.5"), amountMinor))
                .toList();
    }
}
