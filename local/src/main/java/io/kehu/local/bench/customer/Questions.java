package io.kehu.local.bench.customer;

import io.kehu.local.people.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What people type into the search box, by class, about people who are there. */
final class Questions {

    private static final int TAIL = 4;
    private static final int SHORT_NAME = 2;
    private static final int SOUND = 5;

    private Questions() {}

    static Map<String, List<String>> about(List<Person> people) {
        Map<String, List<String>> classes = new LinkedHashMap<>();
        classes.put("phone", all(people, Person::phone));
        classes.put(
                "phone tail",
                all(people, person -> person.phone().substring(person.phone().length() - TAIL)));
        classes.put("mail", all(people, Person::email));
        classes.put("name", all(chinese(people), Person::name));
        classes.put(
                "2-character name", all(chinese(people), person -> person.name().substring(0, SHORT_NAME)));
        classes.put(
                "pinyin prefix", all(chinese(people), person -> person.email().substring(0, SOUND)));
        return classes;
    }

    private static List<Person> chinese(List<Person> people) {
        return people.stream()
                .filter(person -> person.name().codePoints().allMatch(Character::isIdeographic))
                .toList();
    }

    private static List<String> all(List<Person> people, Function<Person, String> question) {
        return people.stream().map(question).toList();
    }
}
