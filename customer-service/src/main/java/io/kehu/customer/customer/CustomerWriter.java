package io.kehu.customer.customer;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of the record, written: many customers in one statement per table, in the caller's transaction. */
@Repository
class CustomerWriter {

    /** What a change of the status is called. */
    static final String STATUS = "status";

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final CustomerTokens tokens;
    private final ContactPoints contactPoints;
    private final Clock clock;

    CustomerWriter(
            JdbcClient jdbc,
            PersonalData personalData,
            CustomerTokens tokens,
            ContactPoints contactPoints,
            Clock clock) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.tokens = tokens;
        this.contactPoints = contactPoints;
        this.clock = clock;
    }

    /** @return numbers that were written; a number that exists already is left alone */
    Set<String> insert(List<NewCustomer> customers) {
        List<String> numbers =
                customers.stream().map(customer -> customer.number().value()).toList();
        PersonalData.Vault vault = personalData.openOrCreate(numbers);
        Set<String> written = insertCustomers(customers, vault);
        List<NewCustomer> fresh = customers.stream()
                .filter(customer -> written.contains(customer.number().value()))
                .toList();
        contactPoints.insert(fresh, vault);
        insertConsents(fresh.stream()
                .flatMap(customer -> customer.consents().stream()
                        .map(consent -> consentRow(customer.number(), consent, customer.origin())))
                .toList());
        return written;
    }

    /**
     * A locked record about to be changed.
     *
     * @param fields names, for those who hold an older version
     */
    record Changed(Customer before, CustomerDraft after, List<String> fields, Provenance provenance) {

        CustomerNumber number() {
            return before.number();
        }
    }

    /** Changes records, and writes down what they were and are; each version grows by one. */
    void change(List<Changed> changes, Origin origin) {
        List<String> numbers =
                changes.stream().map(change -> change.number().value()).toList();
        PersonalData.Vault vault = personalData.openOrCreate(numbers);
        update(changes, vault);
        contactPoints.delete(numbers);
        contactPoints.insert(
                changes.stream()
                        .map(change -> new NewCustomer(change.number(), change.after(), origin, List.of()))
                        .toList(),
                vault);
        record(changes, origin, vault);
    }

    private void update(List<Changed> changes, PersonalData.Vault vault) {
        List<SealedDraft> sealed = changes.stream()
                .map(change -> SealedDraft.of(vault, change.number(), change.after()))
                .toList();
        jdbc.sql("""
                        UPDATE customer c SET full_name = new.full_name, birth_date = new.birth_date, language = new.language,
                            particulars = new.particulars, identifiers = new.identifiers, provenance = new.provenance::jsonb,
                            stage = new.stage, search_tokens = new.tokens::bigint[], version = c.version + 1, updated_at = now()
                        FROM unnest(:numbers, :names, :birthDates, :languages, :particulars, :identifiers, :provenances, :stages,
                                :tokens)
                            AS new (number, full_name, birth_date, language, particulars, identifiers, provenance, stage, tokens)
                        WHERE c.number = new.number
                        """)
                .param("numbers", texts(changes, change -> change.number().value()))
                .param("names", bytes(sealed, SealedDraft::fullName))
                .param("birthDates", bytes(sealed, SealedDraft::birthDate))
                .param(
                        "languages",
                        texts(changes, change -> change.after().language().toLanguageTag()))
                .param("particulars", bytes(sealed, SealedDraft::particulars))
                .param("identifiers", bytes(sealed, SealedDraft::identifiers))
                .param(
                        "provenances",
                        texts(
                                changes,
                                change -> SealedJson.write(change.provenance().later())))
                .param("stages", texts(changes, change -> change.after().stage().name()))
                .param("tokens", texts(changes, change -> arrayText(tokens.of(change.after()))))
                .update();
    }

    /** Names of the fields for those who hold an older version, and the values sealed for those who may see them. */
    private void record(List<Changed> changes, Origin origin, PersonalData.Vault vault) {
        jdbc.sql("""
                        INSERT INTO customer_change (number, version, fields, actor, source, before_image, after_image)
                        SELECT number, version, string_to_array(fields, ','), :actor, :source, before, after
                        FROM unnest(:numbers, :versions, :fields, :before, :after) AS new (number, version, fields, before, after)
                        """)
                .param("numbers", texts(changes, change -> change.number().value()))
                .param(
                        "versions",
                        changes.stream()
                                .mapToLong(change -> change.before().version() + 1)
                                .toArray())
                .param("fields", texts(changes, change -> String.join(",", change.fields())))
                .param("actor", origin.actor())
                .param("source", origin.source().name())
                .param(
                        "before",
                        bytes(
                                changes,
                                change -> image(
                                        vault,
                                        change,
                                        CustomerHistory.BEFORE,
                                        change.before().draft())))
                .param("after", bytes(changes, change -> image(vault, change, CustomerHistory.AFTER, change.after())))
                .update();
    }

    private static byte[] image(PersonalData.Vault vault, Changed change, Column column, CustomerDraft draft) {
        return vault.seal(change.number().value(), column, SealedJson.write(RecordedValues.of(draft, change.fields())));
    }

    /** That records are used, or not used any more, in the version they have now. */
    void recordStatus(Collection<String> numbers, Origin origin) {
        jdbc.sql("""
                        INSERT INTO customer_change (number, version, fields, actor, source)
                        SELECT number, version, ARRAY[:field], :actor, :source FROM customer WHERE number = ANY (:numbers)
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .param("field", STATUS)
                .param("actor", origin.actor())
                .param("source", origin.source().name())
                .update();
    }

    /** A row about to be written. */
    private record Row(NewCustomer customer, SealedDraft sealed) {

        private CustomerDraft draft() {
            return customer.draft();
        }
    }

    private Set<String> insertCustomers(List<NewCustomer> customers, PersonalData.Vault vault) {
        List<Row> rows = customers.stream()
                .map(customer -> new Row(customer, SealedDraft.of(vault, customer.number(), customer.draft())))
                .toList();
        return new HashSet<>(jdbc.sql("""
                        INSERT INTO customer (number, kind, stage, language, source, created_by, provenance,
                            full_name, birth_date, particulars, identifiers, search_tokens)
                        SELECT number, kind, stage, language, source, created_by, provenance::jsonb,
                            full_name, birth_date, particulars, identifiers, tokens::bigint[]
                        FROM unnest(:numbers, :kinds, :stages, :languages, :sources, :actors, :provenances,
                                :names, :birthDates, :particulars, :identifiers, :tokens)
                            AS new (number, kind, stage, language, source, created_by, provenance,
                                full_name, birth_date, particulars, identifiers, tokens)
                        ON CONFLICT (number) DO NOTHING
                        RETURNING number
                        """)
                .param("numbers", texts(rows, row -> row.customer().number().value()))
                .param("kinds", texts(rows, row -> row.draft().kind().name()))
                .param("stages", texts(rows, row -> row.draft().stage().name()))
                .param("languages", texts(rows, row -> row.draft().language().toLanguageTag()))
                .param("sources", texts(rows, row -> row.customer().source().name()))
                .param("actors", texts(rows, row -> row.customer().origin().actor()))
                .param(
                        "provenances",
                        texts(rows, row -> provenance(row.customer().origin())))
                .param("names", bytes(rows, row -> row.sealed().fullName()))
                .param("birthDates", bytes(rows, row -> row.sealed().birthDate()))
                .param("particulars", bytes(rows, row -> row.sealed().particulars()))
                .param("identifiers", bytes(rows, row -> row.sealed().identifiers()))
                .param("tokens", texts(rows, row -> arrayText(tokens.of(row.draft()))))
                .query(String.class)
                .list());
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> part) {
        return rows.stream().map(part).toArray(String[]::new);
    }

    @SuppressWarnings("NullAway") // A missing value is a null element of the array that goes to the database.
    private static <T> byte[][] bytes(List<T> rows, Function<T, byte @Nullable []> part) {
        byte[][] values = new byte[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = part.apply(rows.get(i));
        }
        return values;
    }

    /** Says nothing where all values have the source of the row itself. */
    private String provenance(Origin origin) {
        if (origin.verified().isEmpty()) {
            return "{}";
        }
        Instant now = clock.instant();
        FieldSource registration = new FieldSource(origin.source(), now, null, origin.actor());
        return SealedJson.write(new Provenance(registration, Map.of())
                .after(List.of(), origin, now)
                .later());
    }

    void insertConsents(Map<CustomerNumber, List<Consent>> consents, Origin origin) {
        insertConsents(consents.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(consent -> consentRow(entry.getKey(), consent, origin)))
                .toList());
    }

    private static String[] consentRow(CustomerNumber number, Consent consent, Origin origin) {
        return new String[] {
            number.value(),
            consent.channel().name(),
            consent.purpose().name(),
            consent.state().name(),
            origin.source().name(),
            origin.actor()
        };
    }

    private void insertConsents(List<String[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO consent (number, channel, purpose, state, source, actor)
                        SELECT number, channel, purpose, state, source, actor
                        FROM unnest(:numbers, :channels, :purposes, :states, :sources, :actors)
                            AS new (number, channel, purpose, state, source, actor)
                        ON CONFLICT (number, channel, purpose)
                            DO UPDATE SET state = excluded.state, source = excluded.source, at = now(),
                                actor = excluded.actor, notice = NULL, evidence = NULL
                        """)
                .param("numbers", column(rows, 0))
                .param("channels", column(rows, 1))
                .param("purposes", column(rows, 2))
                .param("states", column(rows, 3))
                .param("sources", column(rows, 4))
                .param("actors", column(rows, 5))
                .update();
    }

    private static String[] column(List<String[]> rows, int index) {
        return rows.stream().map(row -> row[index]).toArray(String[]::new);
    }

    private static String arrayText(long[] values) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            text.append(values[i]);
        }
        return text.append('}').toString();
    }
}
