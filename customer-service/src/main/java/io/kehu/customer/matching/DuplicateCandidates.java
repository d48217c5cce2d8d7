package io.kehu.customer.matching;

import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.customer.MailAddress;
import io.kehu.customer.customer.NamePinyin;
import io.kehu.customer.customer.Particulars;
import io.kehu.customer.customer.PersonName;
import io.kehu.customer.customer.PhoneNumber;
import io.kehu.starter.database.Transactions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Whom a draft may mean, found over the same keyed tokens as search: same name by writing or sound, same phone, mail,
 * WeChat or official number, near phone.
 */
@Repository
class DuplicateCandidates {

    /** Customers looked at for each way to be alike; a name that more people have tells nothing by itself. */
    private static final int MOST_OF_A_WAY = 200;

    private static final int MOST_WAYS = 60;

    /** Customers looked at for each contact of a draft among many; a phone that more people have is a company's. */
    private static final int MOST_OF_A_CONTACT = 20;

    private static final int COUNT_UP_TO = 5_000;
    private static final int SMALL_STOCK = 10_000;

    private final JdbcClient jdbc;
    private final CustomerTokens tokens;
    private final Transactions transactions;

    DuplicateCandidates(JdbcClient jdbc, CustomerTokens tokens, Transactions transactions) {
        this.jdbc = jdbc;
        this.tokens = tokens;
        this.transactions = transactions;
    }

    /** Active customers of the draft's kind. */
    List<CustomerNumber> find(CustomerDraft draft) {
        List<long[]> ways = ways(draft);
        if (ways.isEmpty()) {
            return List.of();
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            parts.add(
                    "(SELECT number FROM customer WHERE search_tokens @> :way%d AND kind = :kind AND status = 'ACTIVE'"
                                    .formatted(i)
                            + " LIMIT :limit)");
        }
        JdbcClient.StatementSpec statement = jdbc.sql(String.join(" UNION ", parts))
                .param("kind", draft.kind().name())
                .param("limit", MOST_OF_A_WAY);
        for (int i = 0; i < ways.size(); i++) {
            statement = statement.param("way" + i, ways.get(i));
        }
        return statement
                .query((row, index) -> new CustomerNumber(row.getString("number")))
                .list();
    }

    /**
     * Whom each of many drafts may mean, by what hardly two people share alone: phone, mail, WeChat account, official number. Names are
     * left out, because too many people share one.
     *
     * @return by the draft's place; nothing for who shares nothing
     */
    Map<Integer, Set<CustomerNumber>> sharing(List<CustomerDraft> drafts) {
        List<Integer> places = new ArrayList<>();
        List<Long> shared = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            for (long[] way : exactly(drafts.get(i))) {
                places.add(i);
                shared.add(way[0]);
            }
        }
        Map<Integer, Set<CustomerNumber>> found = new HashMap<>();
        if (shared.isEmpty()) {
            return found;
        }
        transactions.run(() -> {
            // Not knowing the tokens when it plans, the database would rather read the stock than its index.
            jdbc.sql("SET LOCAL enable_seqscan = off").update();
            jdbc.sql("""
                            SELECT wanted.place, found.number
                            FROM unnest(:places, :kinds, :tokens) AS wanted (place, kind, token)
                            CROSS JOIN LATERAL (
                                SELECT number FROM customer
                                WHERE search_tokens @> ARRAY[wanted.token] AND kind = wanted.kind AND status = 'ACTIVE'
                                LIMIT :most) AS found
                            """)
                    .param("places", places.toArray(Integer[]::new))
                    .param(
                            "kinds",
                            places.stream()
                                    .map(place -> drafts.get(place).kind().name())
                                    .toArray(String[]::new))
                    .param("tokens", shared.toArray(Long[]::new))
                    .param("most", MOST_OF_A_CONTACT)
                    .query(row -> {
                        found.computeIfAbsent(row.getInt("place"), place -> new HashSet<>())
                                .add(new CustomerNumber(row.getString("number")));
                    });
        });
        return found;
    }

    /** Customers that share a value, counted up to some thousands. */
    long holders(int field, String folded) {
        long[] way =
                switch (field) {
                    case CustomerFields.NAME -> written(new PersonName(folded));
                    case CustomerFields.PHONE -> tokens.forPhone(new PhoneNumber("+" + folded));
                    case CustomerFields.EMAIL -> tokens.forEmail(new MailAddress(folded));
                    default -> new long[0];
                };
        if (way.length == 0) {
            return 0;
        }
        return jdbc.sql("""
                        SELECT count(*) FROM (
                            SELECT FROM customer WHERE search_tokens @> :way LIMIT :most) AS found
                        """)
                .param("way", way)
                .param("most", COUNT_UP_TO)
                .query(Long.class)
                .single();
    }

    /** How many customers there are: counted while they are few, as the database last estimated it when they are many. */
    long stock() {
        long estimated = jdbc.sql("SELECT reltuples::bigint FROM pg_class WHERE oid = 'customer'::regclass")
                .query(Long.class)
                .single();
        if (estimated > SMALL_STOCK) {
            return estimated;
        }
        return jdbc.sql("SELECT count(*) FROM (SELECT FROM customer LIMIT :most) AS few")
                .param("most", SMALL_STOCK)
                .query(Long.class)
                .single();
    }

    /** Sets of tokens; who has all of one of them is a candidate. */
    private List<long[]> ways(CustomerDraft draft) {
        List<long[]> ways = new ArrayList<>(exactly(draft));
        PersonName name = draft.fullName();
        if (name != null) {
            ways.add(written(name));
            spoken(name).forEach(sound -> ways.add(tokens.forSound(sound)));
        }
        for (String phone : CustomerFields.contacts(draft, ContactPoint.Kind.PHONE)) {
            String tail = new PhoneNumber(phone).tail();
            for (String lead : leads(name)) {
                ways.add(both(tokens.forPhoneTail(tail), tokens.forSound(lead)));
            }
        }
        return ways.stream().filter(way -> way.length > 0).limit(MOST_WAYS).toList();
    }

    /** One token each. */
    private List<long[]> exactly(CustomerDraft draft) {
        List<long[]> ways = new ArrayList<>(numbers(draft.particulars()));
        for (String phone : CustomerFields.contacts(draft, ContactPoint.Kind.PHONE)) {
            ways.add(tokens.forPhone(new PhoneNumber(phone)));
        }
        for (String mail : CustomerFields.contacts(draft, ContactPoint.Kind.EMAIL)) {
            ways.add(tokens.forEmail(new MailAddress(mail)));
        }
        for (String account : CustomerFields.contacts(draft, ContactPoint.Kind.WECHAT)) {
            ways.add(tokens.forAccount("wechat", account));
        }
        return ways;
    }

    private List<long[]> numbers(Particulars particulars) {
        return Stream.of(
                        Optional.ofNullable(particulars.nationalId()).map(tokens::forNationalId),
                        Optional.ofNullable(particulars.foreignId()).map(tokens::forForeignId),
                        Optional.ofNullable(particulars.creditCode()).map(tokens::forCreditCode))
                .flatMap(Optional::stream)
                .toList();
    }

    private long[] written(PersonName name) {
        return isHanzi(name) ? tokens.forHanzi(name.value()) : tokens.forSound(name.value());
    }

    /** Family name and given name by sound, which hanzi, pinyin and turned pinyin have in common. */
    private static Set<String> spoken(PersonName name) {
        Set<String> spoken = new LinkedHashSet<>();
        for (List<String> reading : NamePinyin.readings(name.folded())) {
            spoken.add(reading.getFirst() + " " + String.join("", reading.subList(1, reading.size())));
        }
        return spoken;
    }

    /** What a mistyped phone must have in common besides its tail. */
    private static Set<String> leads(@Nullable PersonName name) {
        Set<String> leads = new LinkedHashSet<>();
        if (name != null && isHanzi(name)) {
            NamePinyin.readings(name.folded()).forEach(reading -> leads.add(reading.getFirst()));
        } else if (name != null) {
            leads.addAll(List.of(name.value().split("[\\s'’.-]+", -1)));
        }
        leads.removeIf(lead -> lead.length() < 2);
        return leads;
    }

    private static boolean isHanzi(PersonName name) {
        return name.value().codePoints().anyMatch(Character::isIdeographic);
    }

    private static long[] both(long[] one, long[] other) {
        return other.length == 0
                ? new long[0]
                : LongStream.concat(LongStream.of(one), LongStream.of(other)).toArray();
    }
}
