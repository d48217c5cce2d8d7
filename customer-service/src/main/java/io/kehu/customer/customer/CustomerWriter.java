package io.kehu.customer.customer;

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

    /** Changes a locked record; the version grows by one. */
    void update(CustomerNumber number, CustomerDraft draft, Provenance provenance, Origin origin) {
        PersonalData.Vault vault = personalData.openOrCreate(List.of(number.value()));
        SealedDraft sealed = SealedDraft.of(vault, number, draft);
        jdbc.sql("""
                        UPDATE customer SET full_name = :fullName, birth_date = :birthDate, language = :language,
                            particulars = :particulars, identifiers = :identifiers, provenance = :provenance::jsonb,
                            stage = :stage, search_tokens = :tokens, version = version + 1, updated_at = now()
                        WHERE number = :number
                        """)
                .param("fullName", sealed.fullName())
                .param("birthDate", sealed.birthDate())
                .param("particulars", sealed.particulars())
                .param("identifiers", sealed.identifiers())
                .param("provenance", SealedJson.write(provenance.later()))
                .param("language", draft.language().toLanguageTag())
                .param("stage", draft.stage().name())
                .param("tokens", tokens.of(draft))
                .param("number", number.value())
                .update();
        contactPoints.delete(number);
        contactPoints.insert(List.of(new NewCustomer(number, draft, origin, List.of())), vault);
    }

    /** Names of the fields for those who hold an older version, and the values sealed for those who may see them. */
    void recordChange(
            CustomerNumber number,
            long version,
            List<String> fields,
            Origin origin,
            RecordedValues before,
            RecordedValues after) {
        PersonalData.Vault vault = personalData.openOrCreate(List.of(number.value()));
        jdbc.sql("""
                        INSERT INTO customer_change (number, version, fields, actor, source, before_image, after_image)
                        VALUES (:number, :version, :fields, :actor, :source, :before, :after)
                        """)
                .param("number", number.value())
                .param("version", version)
                .param("fields", fields.toArray(String[]::new))
                .param("actor", origin.actor())
                .param("source", origin.source().name())
                .param("before", vault.seal(number.value(), CustomerHistory.BEFORE, SealedJson.write(before)))
                .param("after", vault.seal(number.value(), CustomerHistory.AFTER, SealedJson.write(after)))
                .update();
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
                .param("names", sealed(rows, SealedDraft::fullName))
                .param("birthDates", sealed(rows, SealedDraft::birthDate))
                .param("particulars", sealed(rows, SealedDraft::particulars))
                .param("identifiers", sealed(rows, SealedDraft::identifiers))
                .param("tokens", texts(rows, row -> arrayText(tokens.of(row.draft()))))
                .query(String.class)
                .list());
    }

    private static String[] texts(List<Row> rows, Function<Row, String> part) {
        return rows.stream().map(part).toArray(String[]::new);
    }

    @SuppressWarnings("NullAway") // A missing value is a null element of the array that goes to the database.
    private static byte[][] sealed(List<Row> rows, Function<SealedDraft, byte @Nullable []> part) {
        byte[][] values = new byte[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = part.apply(rows.get(i).sealed());
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

    void insertConsents(CustomerNumber number, List<Consent> consents, Origin origin) {
        insertConsents(consents.stream()
                .map(consent -> consentRow(number, consent, origin))
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
