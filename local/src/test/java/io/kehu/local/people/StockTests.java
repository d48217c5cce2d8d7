package io.kehu.local.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** People who do not exist: the same for ever, and with a truth that can be relied on. */
class StockTests {

    private static final int SIZE = 20_000;

    @Test
    void theSameSeedGivesTheSamePeople() {
        assertThat(stock(1, Noise.MIDDLE)).isEqualTo(stock(1, Noise.MIDDLE));
        assertThat(stock(2, Noise.MIDDLE)).isNotEqualTo(stock(1, Noise.MIDDLE));
    }

    @ParameterizedTest
    @EnumSource(Noise.class)
    void someAreThereMoreThanOnceAndMostAreNot(Noise noise) {
        List<Person> people = stock(3, noise);

        long persons = people.stream().map(Person::truth).distinct().count();
        assertThat(people).hasSize(SIZE);
        assertThat(SIZE - persons).isBetween(SIZE / 10L, SIZE / 5L);
    }

    @Test
    void moreNoiseMakesRecordsOfOnePersonLessAlike() {
        assertThat(alike(Noise.LOW)).isGreaterThan(alike(Noise.MIDDLE));
        assertThat(alike(Noise.MIDDLE)).isGreaterThan(alike(Noise.HIGH));
        assertThat(alike(Noise.HIGH)).isGreaterThan(0.2);
    }

    @Test
    void familiesShareAPhoneWithoutBeingOnePerson() {
        Map<String, Set<Integer>> byPhone = new HashMap<>();
        for (Person person : stock(4, Noise.LOW)) {
            if (!person.phone().isEmpty()) {
                byPhone.computeIfAbsent(person.phone(), phone -> new HashSet<>())
                        .add(person.truth());
            }
        }

        assertThat(byPhone.values().stream().filter(truths -> truths.size() > 1).count())
                .isGreaterThan(SIZE / 20L);
    }

    @Test
    void namesAreAsUnequalAsInLife() {
        Map<String, Integer> surnames = new HashMap<>();
        stock(5, Noise.LOW).forEach(person -> surnames.merge(person.name().substring(0, 1), 1, Integer::sum));

        assertThat(surnames.get("王")).isGreaterThan(10 * surnames.getOrDefault("石", 0));
    }

    /** Share of values in which a later record of somebody equals the first one. */
    private static double alike(Noise noise) {
        Map<Integer, Person> first = new HashMap<>();
        int same = 0;
        int all = 0;
        for (Person person : stock(6, noise)) {
            Person before = first.putIfAbsent(person.truth(), person);
            if (before != null) {
                for (int i = 0; i < person.row().size(); i++) {
                    same += before.row().get(i).equals(person.row().get(i)) ? 1 : 0;
                    all++;
                }
            }
        }
        return (double) same / all;
    }

    private static List<Person> stock(long seed, Noise noise) {
        List<Person> people = new ArrayList<>();
        new Stock(seed, SIZE, noise).forEachRemaining(people::add);
        return people;
    }
}
