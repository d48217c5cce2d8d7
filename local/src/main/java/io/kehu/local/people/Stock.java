package io.kehu.local.people;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * A stock of records in which some people are there twice or three times, and some share a phone with their family without being the same.
 * The same seed, size and noise give the same records for ever.
 */
public final class Stock implements Iterator<Person> {

    private static final int REPEATED_PERCENT = 15;
    private static final int FAMILY_PERCENT = 10;
    private static final int LONGEST_WAIT = 5_000;
    private static final String[] DOMAINS = {"mail.example", "post.example", "work.example", "shop.example"};

    private static final String[] NETWORKS = {
        "130", "131", "132", "133", "135", "136", "137", "138", "139", "150", "151", "152", "158", "159", "180", "181",
        "185", "186", "187", "188", "189"
    };
    private static final String[] AREAS = {
        "212", "213", "215", "305", "312", "404", "415", "503", "512", "602", "617", "702", "713", "718", "808", "907"
    };

    private final Names names = new Names();
    private final SplittableRandom random;
    private final int size;
    private final Noise noise;
    private final Deque<Person> waiting = new ArrayDeque<>();
    private int told;
    private int people;

    public Stock(long seed, int size, Noise noise) {
        this.random = new SplittableRandom(seed);
        this.size = size;
        this.noise = noise;
    }

    @Override
    public boolean hasNext() {
        return told < size;
    }

    @Override
    public Person next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        told++;
        boolean due = waiting.size() > LONGEST_WAIT || waiting.size() >= size - told + 1;
        if (due || (!waiting.isEmpty() && random.nextInt(100) < REPEATED_PERCENT)) {
            return waiting.removeFirst();
        }
        return somebody();
    }

    private Person somebody() {
        int truth = people++;
        Names.Name name = names.next(random);
        String phone = phone(name);
        LocalDate born = LocalDate.of(1945, 1, 1).plusDays(random.nextInt(22_000));
        Person person = new Person(truth, name.full(), phone, email(name, truth), born.toString());
        if (random.nextInt(100) < REPEATED_PERCENT) {
            waiting.addLast(again(person, name, born));
            if (random.nextInt(100) < REPEATED_PERCENT) {
                waiting.addLast(again(person, name, born));
            }
        }
        if (random.nextInt(100) < FAMILY_PERCENT) {
            waiting.addLast(relative(name, phone));
        }
        return person;
    }

    private Person relative(Names.Name of, String phone) {
        int truth = people++;
        Names.Name name = names.relative(of, random);
        LocalDate born = LocalDate.of(1945, 1, 1).plusDays(random.nextInt(22_000));
        return new Person(truth, name.full(), phone, email(name, truth), born.toString());
    }

    /** The same person as somebody else wrote them down. */
    private Person again(Person person, Names.Name name, LocalDate born) {
        String phone = person.phone();
        String email = person.email();
        String birthDate = person.birthDate();
        if (happens(noise.moved())) {
            phone = phone(name);
        } else if (happens(noise.gone())) {
            phone = "";
        } else if (happens(noise.slip())) {
            phone = digitSlip(phone);
        }
        if (happens(noise.moved())) {
            email = email(name, random.nextInt(1_000_000_000));
        } else if (happens(noise.gone())) {
            email = "";
        } else if (happens(noise.slip())) {
            email = letterSlip(email);
        }
        if (happens(noise.gone())) {
            birthDate = "";
        } else if (happens(noise.slip())) {
            birthDate = dateSlip(born).toString();
        }
        return new Person(
                person.truth(), happens(noise.slip()) ? otherSpelling(name) : name.full(), phone, email, birthDate);
    }

    private String otherSpelling(Names.Name name) {
        if (name.western()) {
            return random.nextBoolean() ? name.family() + ", " + name.givenName() : letterSlip(name.full());
        }
        return switch (random.nextInt(3)) {
            case 0 -> names.traditional(name);
            case 1 -> names.romanised(name);
            default -> names.misheard(name, random).full();
        };
    }

    private LocalDate dateSlip(LocalDate born) {
        return switch (random.nextInt(3)) {
            case 0 ->
                born.getDayOfMonth() <= 12
                        ? LocalDate.of(born.getYear(), born.getDayOfMonth(), born.getMonthValue())
                        : born.plusDays(1);
            case 1 -> born.plusYears(random.nextBoolean() ? 1 : 10);
            default -> born.plusDays(random.nextBoolean() ? 1 : 10);
        };
    }

    private String phone(Names.Name name) {
        if (name.western()) {
            String area = AREAS[random.nextInt(AREAS.length)];
            return "+1" + area + (200 + random.nextInt(700)) + "%04d".formatted(random.nextInt(10_000));
        }
        return NETWORKS[random.nextInt(NETWORKS.length)] + "%08d".formatted(random.nextInt(100_000_000));
    }

    private String email(Names.Name name, int number) {
        String local = names.romanised(name).toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z]", "");
        return local + number + "@" + DOMAINS[random.nextInt(DOMAINS.length)];
    }

    private String digitSlip(String phone) {
        int at = phone.length() - 1 - random.nextInt(6);
        char other = (char) ('0' + (phone.charAt(at) - '0' + 1 + random.nextInt(9)) % 10);
        return phone.substring(0, at) + other + phone.substring(at + 1);
    }

    private String letterSlip(String text) {
        int at = 1 + random.nextInt(Math.max(1, Math.min(8, text.length() - 2)));
        return random.nextBoolean()
                ? text.substring(0, at) + text.substring(at + 1)
                : text.substring(0, at) + text.charAt(at) + text.substring(at);
    }

    private boolean happens(int percent) {
        return random.nextInt(100) < percent;
    }
}
