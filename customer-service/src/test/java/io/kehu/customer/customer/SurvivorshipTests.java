package io.kehu.customer.customer;

import static io.kehu.customer.customer.Source.API;
import static io.kehu.customer.customer.Source.CONSOLE;
import static io.kehu.customer.customer.Source.EXTERNAL;
import static io.kehu.customer.customer.Source.IMPORT;
import static io.kehu.customer.customer.Source.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Trusted source, then freshness. */
class SurvivorshipTests {

    private static final Survivorship DEFAULT = new Survivorship(List.of(SELF, CONSOLE, API, IMPORT, EXTERNAL));

    @Test
    void theTrustedSourceStaysHoweverFreshTheOther() {
        assertThat(DEFAULT.survives(said(CONSOLE, 1), said(IMPORT, 9))).isTrue();
        assertThat(DEFAULT.survives(said(IMPORT, 9), said(CONSOLE, 1))).isFalse();
    }

    @Test
    void ofTwoThatAreTrustedAlikeTheFresherStays() {
        assertThat(DEFAULT.survives(said(API, 1), said(API, 2))).isFalse();
        assertThat(DEFAULT.survives(said(API, 1).verified(at(3)), said(API, 2))).isTrue();
        assertThat(DEFAULT.survives(said(API, 2), said(API, 2)))
                .as("the one that is there")
                .isTrue();
    }

    @Test
    void theOrderCanBeChosenAndSourcesNotNamedComeLast() {
        Survivorship machines = new Survivorship(List.of(API));

        assertThat(machines.survives(said(API, 1), said(SELF, 9))).isTrue();
        assertThat(machines.survives(said(CONSOLE, 9), said(API, 1))).isFalse();
    }

    @Property
    void twoValuesNeverBothGiveWay(
            @ForAll Source first,
            @ForAll Source second,
            @ForAll @IntRange(max = 5) int when,
            @ForAll @IntRange(max = 5) int then) {
        assertThat(DEFAULT.survives(said(first, when), said(second, then))
                        || DEFAULT.survives(said(second, then), said(first, when)))
                .isTrue();
    }

    @Property
    void itIsAnOrder(
            @ForAll Source first,
            @ForAll Source second,
            @ForAll Source third,
            @ForAll @IntRange(max = 3) int one,
            @ForAll @IntRange(max = 3) int two,
            @ForAll @IntRange(max = 3) int three) {
        boolean chain = DEFAULT.survives(said(first, one), said(second, two))
                && DEFAULT.survives(said(second, two), said(third, three));
        assertThat(!chain || DEFAULT.survives(said(first, one), said(third, three)))
                .isTrue();
    }

    @Test
    void aWriteNamesItsSourceForWhatItChangedAndVerified() {
        Provenance before = new Provenance(said(IMPORT, 1), java.util.Map.of());
        Origin origin = new Origin(CONSOLE, "agent-1", java.util.Set.of("birthDate", "sex"));

        Provenance after = before.after(List.of("fullName", "sex"), origin, at(5));

        assertThat(after.of("fullName")).isEqualTo(new FieldSource(CONSOLE, at(5), null, "agent-1"));
        assertThat(after.of("sex")).isEqualTo(new FieldSource(CONSOLE, at(5), at(5), "agent-1"));
        assertThat(after.of("birthDate")).isEqualTo(said(IMPORT, 1).verified(at(5)));
        assertThat(after.of("language")).isEqualTo(said(IMPORT, 1));
    }

    private static FieldSource said(Source source, int second) {
        return new FieldSource(source, at(second), null, "somebody");
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
