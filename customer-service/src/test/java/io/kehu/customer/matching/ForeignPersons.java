package io.kehu.customer.matching;

import io.kehu.customer.matching.model.DateComparison;
import io.kehu.customer.matching.model.FieldModel;
import io.kehu.customer.matching.model.FieldModel.Role;
import io.kehu.customer.matching.model.IdentifierComparison;
import io.kehu.customer.matching.model.PostcodeComparison;
import io.kehu.customer.matching.model.TextComparison;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/** Persons as files of other countries have them, with the fields and the kinds of errors of the FEBRL sets; made by other rules. */
final class ForeignPersons {

    static final List<FieldModel> FIELDS = List.of(
            new FieldModel("name", new TextComparison(), Role.PERSON),
            new FieldModel("address", new TextComparison(), Role.SHARED),
            new FieldModel("suburb", new TextComparison(), Role.SHARED),
            new FieldModel("postcode", new PostcodeComparison(), Role.SHARED),
            new FieldModel("state", new TextComparison(), Role.SHARED),
            new FieldModel("birthDate", new DateComparison(), Role.PERSON),
            new FieldModel("nationalId", new IdentifierComparison(), Role.IDENTIFIER));

    private static final String[] GIVEN =
            ("joshua emily jack jessica thomas chloe lachlan sophie james georgia william olivia daniel isabella"
                            + " samuel ella benjamin grace matthew hannah nicholas lucy harrison mia luke sarah alexander ruby"
                            + " dylan zoe liam amelia ryan charlotte jake caitlin ethan alexandra mitchell madison jordan"
                            + " brianna connor lauren michael imogen riley abbey cameron ebony noah holly jacob claire finn"
                            + " tahlia oscar phoebe max jasmine hamish alana isaac keira hugo maddison angus eliza")
                    .split(" ");
    private static final String[] STATES = {"nsw", "vic", "qld", "wa", "sa", "tas", "act", "nt"};
    private static final String[] BEGINNINGS = {
        "ash", "bar", "camp", "dun", "ell", "fair", "gold", "har", "kel", "lang", "mar", "nor", "oak", "pem", "rob",
        "sher", "thorn", "wal", "whit", "clark", "web", "mc", "o", "st"
    };
    private static final String[] ENDINGS = {
        "ton", "ley", "field", "man", "son", "ford", "wood", "bury", "well", "worth", "by", "den", "ster", "ing", "ham",
        "ell", "er", "berg", "low", "croft"
    };
    private static final String[] STREETS = {
        "street", "place", "road", "crescent", "avenue", "circuit", "close", "drive"
    };

    private final Random random;

    private ForeignPersons(long seed) {
        this.random = new Random(seed);
    }

    private record Home(String address, String suburb, String postcode, String state) {}

    /**
     * @param originals persons
     * @param doubles persons that are there twice
     * @param errors changes in each double
     */
    static GeneratedStock of(int originals, int doubles, int errors, long seed) {
        ForeignPersons generator = new ForeignPersons(seed);
        GeneratedStock stock = new GeneratedStock(FIELDS);
        int entity = 0;
        int household = 0;
        while (entity < originals) {
            Home home = generator.home();
            String surname = generator.word();
            int members = generator.random.nextInt(10) < 7 ? 1 : 2 + generator.random.nextInt(3);
            Set<String> names = new HashSet<>();
            for (int i = 0; i < members; i++) {
                List<String> values = generator.person(surname, home);
                while (!names.add(values.getFirst())) {
                    values = generator.person(surname, home);
                }
                stock.add(row(entity, household, values));
                if (generator.random.nextInt(originals) < doubles) {
                    stock.add(row(entity, household, generator.damaged(values, errors)));
                }
                entity++;
            }
            household++;
        }
        return stock;
    }

    private static GeneratedStock.Row row(int entity, int household, List<String> values) {
        return new GeneratedStock.Row(
                entity,
                household,
                values.stream()
                        .map(value -> value.isEmpty() ? List.<String>of() : List.of(value))
                        .toList());
    }

    private Home home() {
        int suburb = random.nextInt(400);
        SplittableRandom fixed = new SplittableRandom(suburb);
        return new Home(
                (1 + random.nextInt(200)) + " " + word() + " " + STREETS[random.nextInt(STREETS.length)],
                BEGINNINGS[fixed.nextInt(BEGINNINGS.length)] + ENDINGS[fixed.nextInt(ENDINGS.length)],
                String.valueOf(2_000 + suburb * 7),
                STATES[suburb % STATES.length]);
    }

    private List<String> person(String surname, Home home) {
        int at = (int) Math.pow(GIVEN.length, random.nextDouble());
        String birth =
                "%04d%02d%02d".formatted(1920 + random.nextInt(90), 1 + random.nextInt(12), 1 + random.nextInt(28));
        return List.of(
                GIVEN[Math.min(at, GIVEN.length - 1)] + " " + surname,
                home.address(),
                home.suburb(),
                home.postcode(),
                home.state(),
                random.nextInt(20) == 0 ? "" : birth,
                random.nextInt(10) == 0 ? "" : String.valueOf(1_000_000 + random.nextInt(9_000_000)));
    }

    private List<String> damaged(List<String> values, int errors) {
        List<String> damaged = new ArrayList<>(values);
        for (int i = 0; i < errors; i++) {
            int field = random.nextInt(damaged.size());
            damaged.set(field, damage(damaged.get(field), field));
        }
        return damaged;
    }

    private String damage(String value, int field) {
        int kind = random.nextInt(10);
        if (value.length() < 2 || kind == 0) {
            return "";
        }
        if (kind == 1 && value.contains(" ")) {
            int space = value.indexOf(' ');
            return value.substring(space + 1) + " " + value.substring(0, space);
        }
        if (kind == 2 && field == 5) {
            return value.substring(0, 4) + value.substring(6, 8) + value.substring(4, 6);
        }
        int at = random.nextInt(value.length() - 1);
        char other = Character.isDigit(value.charAt(at))
                ? (char) ('0' + random.nextInt(10))
                : (char) ('a' + random.nextInt(26));
        return switch (kind % 4) {
            case 0 -> value.substring(0, at) + other + value.substring(at + 1);
            case 1 -> value.substring(0, at) + value.charAt(at + 1) + value.charAt(at) + value.substring(at + 2);
            case 2 ->
                field >= 5
                        ? value.substring(0, at) + other + value.substring(at + 1)
                        : value.substring(0, at) + value.substring(at + 1);
            default ->
                field >= 5
                        ? value.substring(0, at) + other + value.substring(at + 1)
                        : value.substring(0, at) + other + value.substring(at);
        };
    }

    private String word() {
        return BEGINNINGS[random.nextInt(BEGINNINGS.length)]
                + ENDINGS[random.nextInt(ENDINGS.length)]
                + (random.nextInt(3) == 0 ? ENDINGS[random.nextInt(ENDINGS.length)] : "");
    }
}
