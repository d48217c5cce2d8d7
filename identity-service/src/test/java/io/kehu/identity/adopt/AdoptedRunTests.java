package io.kehu.identity.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.identity.adopt.LegacyNumber.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Runs and jumps account for every sequence. */
class AdoptedRunTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Property
    void runsHoldTheNumbersAndNothingElse(
            @ForAll @Size(max = 60) Set<@LongRange(min = 1, max = 80) Long> first,
            @ForAll @Size(max = 60) Set<@LongRange(min = 1, max = 80) Long> second,
            @ForAll @IntRange(min = 1, max = 4) int dates) {
        List<LegacyNumber> numbers = numbers(first, second, dates);

        List<AdoptedRun> runs = AdoptedRun.of(numbers, NOW);

        assertThat(runs.stream()
                        .flatMap(run -> LongStream.rangeClosed(run.fromSequence(), run.toSequence())
                                .mapToObj(sequence -> run.partition() + sequence + run.parts() + run.issuedAt()))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(numbers.stream()
                        .map(number -> number.position().partition()
                                + number.position().sequence()
                                + number.parts()
                                + (number.issuedAt() == null ? NOW : number.issuedAt()))
                        .toList());
        if (dates == 1) {
            assertThat(runs).hasSize(starts(first) + starts(second));
        }
    }

    @Property
    void whatACounterPassesIsAdoptedOrSkipped(
            @ForAll @Size(min = 1, max = 60) Set<@LongRange(min = 1, max = 80) Long> sequences,
            @ForAll @LongRange(min = 1, max = 100) long next) {
        List<AdoptedRun> runs = AdoptedRun.of(numbers(sequences, Set.of(), 1), NOW);

        List<Jump> jumps = Jump.over(runs, Map.of("a", next));

        long largest = Collections.max(sequences);
        if (largest < next) {
            assertThat(jumps).isEmpty();
        } else {
            boolean gaps = LongStream.rangeClosed(next, largest).anyMatch(sequence -> !sequences.contains(sequence));
            assertThat(jumps).containsExactly(new Jump("a", next, largest, gaps));
        }
    }

    private static int starts(Set<Long> sequences) {
        return (int) sequences.stream()
                .filter(sequence -> !sequences.contains(sequence - 1))
                .count();
    }

    private static List<LegacyNumber> numbers(Set<Long> first, Set<Long> second, int dates) {
        List<LegacyNumber> numbers = new ArrayList<>();
        Map.of("a", first, "b", second)
                .forEach((partition, sequences) -> numbers.addAll(sequences.stream()
                        .map(sequence -> new LegacyNumber(
                                "",
                                new Position(partition, sequence),
                                dates > 2 && sequence % 5 == 0 ? "07" : "",
                                sequence % dates == 0 ? null : NOW.minusSeconds(sequence % dates)))
                        .collect(Collectors.toList())));
        Collections.shuffle(numbers, new Random(dates));
        return numbers;
    }
}
