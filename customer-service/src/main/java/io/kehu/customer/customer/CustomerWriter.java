package io.kehu.customer.customer;

import io.kehu.starter.protection.key.PersonalData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of the record, written: many customers in one statement per table, in the caller's transaction. */
@Repository
class CustomerWriter {

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final CustomerTokens tokens;

    CustomerWriter(JdbcClient jdbc, PersonalData personalData, CustomerTokens tokens) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.tokens = tokens;
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
        insertContacts(fresh, vault);
        insertConsents(fresh.stream()
                .flatMap(customer -> customer.consents().stream()
                        .map(consent -> consentRow(customer.number(), consent, customer.source())))
                .toList());
        return written;
    }

    /** Changes a locked record; the version grows by one. */
    void update(CustomerNumber number, CustomerDraft draft) {
        PersonalData.Vault vault = personalData.openOrCreate(List.of(number.value()));
        jdbc.sql("""
                        UPDATE customer SET full_name = :fullName, birth_date = :birthDate, language = :language,
                            stage = :stage, search_tokens = :tokens, version = version + 1, updated_at = now()
                        WHERE number = :number
                        """)
                .param("fullName", sealedName(vault, number, draft))
                .param("birthDate", sealedBirthDate(vault, number, draft))
                .param("language", draft.language().toLanguageTag())
                .param("stage", draft.stage().name())
                .param("tokens", tokens.of(draft))
                .param("number", number.value())
                .update();
        jdbc.sql("DELETE FROM contact_point WHERE number = :number")
                .param("number", number.value())
                .update();
        insertContacts(List.of(new NewCustomer(number, draft, Source.API, List.of())), vault);
    }

    void recordChange(CustomerNumber number, long version, List<String> fields, String actor) {
        jdbc.sql("""
                        INSERT INTO customer_change (number, version, fields, actor)
                        VALUES (:number, :version, :fields, :actor)
                        """)
                .param("number", number.value())
                .param("version", version)
                .param("fields", fields.toArray(String[]::new))
                .param("actor", actor)
                .update();
    }

    private Set<String> insertCustomers(List<NewCustomer> customers, PersonalData.Vault vault) {
        int size = customers.size();
        String[] numbers = new String[size];
        String[] kinds = new String[size];
        String[] stages = new String[size];
        String[] languages = new String[size];
        String[] sources = new String[size];
        byte[][] names = new byte[size][];
        byte[][] birthDates = new byte[size][];
        String[] tokenTexts = new String[size];
        for (int i = 0; i < size; i++) {
            NewCustomer customer = customers.get(i);
            CustomerDraft draft = customer.draft();
            numbers[i] = customer.number().value();
            kinds[i] = draft.kind().name();
            stages[i] = draft.stage().name();
            languages[i] = draft.language().toLanguageTag();
            sources[i] = customer.source().name();
            names[i] = sealedName(vault, customer.number(), draft);
            birthDates[i] = sealedBirthDate(vault, customer.number(), draft);
            tokenTexts[i] = arrayText(tokens.of(draft));
        }
        return new HashSet<>(jdbc.sql("""
                        INSERT INTO customer
                            (number, kind, stage, language, source, full_name, birth_date, search_tokens)
                        SELECT number, kind, stage, language, source, full_name, birth_date, tokens::bigint[]
                        FROM unnest(:numbers, :kinds, :stages, :languages, :sources, :names, :birthDates, :tokens)
                            AS new (number, kind, stage, language, source, full_name, birth_date, tokens)
                        ON CONFLICT (number) DO NOTHING
                        RETURNING number
                        """)
                .param("numbers", numbers)
                .param("kinds", kinds)
                .param("stages", stages)
                .param("languages", languages)
                .param("sources", sources)
                .param("names", names)
                .param("birthDates", birthDates)
                .param("tokens", tokenTexts)
                .query(String.class)
                .list());
    }

    private void insertContacts(List<NewCustomer> customers, PersonalData.Vault vault) {
        List<String> numbers = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        for (NewCustomer customer : customers) {
            int[] next = new int[ContactPoint.Kind.values().length];
            for (ContactPoint point : customer.draft().contactPoints()) {
                String number = customer.number().value();
                numbers.add(number);
                kinds.add(point.kind().name());
                positions.add(next[point.kind().ordinal()]++);
                values.add(vault.seal(number, Customers.CONTACT, point.value()));
                labels.add(point.label());
                sources.add(customer.source().name());
            }
        }
        if (numbers.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO contact_point (number, kind, position, value, label, source)
                        SELECT number, kind, position, value, label, source
                        FROM unnest(:numbers, :kinds, :positions, :values, :labels, :sources)
                            AS new (number, kind, position, value, label, source)
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .param("kinds", kinds.toArray(String[]::new))
                .param(
                        "positions",
                        positions.stream().mapToInt(Integer::intValue).toArray())
                .param("values", values.toArray(byte[][]::new))
                .param("labels", labels.toArray(String[]::new))
                .param("sources", sources.toArray(String[]::new))
                .update();
    }

    void insertConsents(CustomerNumber number, List<Consent> consents, Source source) {
        insertConsents(consents.stream()
                .map(consent -> consentRow(number, consent, source))
                .toList());
    }

    private static String[] consentRow(CustomerNumber number, Consent consent, Source source) {
        return new String[] {
            number.value(),
            consent.channel().name(),
            consent.purpose().name(),
            consent.state().name(),
            source.name()
        };
    }

    private void insertConsents(List<String[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO consent (number, channel, purpose, state, source)
                        SELECT number, channel, purpose, state, source
                        FROM unnest(:numbers, :channels, :purposes, :states, :sources)
                            AS new (number, channel, purpose, state, source)
                        ON CONFLICT (number, channel, purpose)
                            DO UPDATE SET state = excluded.state, source = excluded.source, at = now()
                        """)
                .param("numbers", column(rows, 0))
                .param("channels", column(rows, 1))
                .param("purposes", column(rows, 2))
                .param("states", column(rows, 3))
                .param("sources", column(rows, 4))
                .update();
    }

    private static String[] column(List<String[]> rows, int index) {
        return rows.stream().map(row -> row[index]).toArray(String[]::new);
    }

    @SuppressWarnings("NullAway") // A missing value is a null element of the array that goes to the database.
    private static byte[] sealedName(PersonalData.Vault vault, CustomerNumber number, CustomerDraft draft) {
        PersonName name = draft.fullName();
        return name == null ? null : vault.seal(number.value(), Customers.FULL_NAME, name.value());
    }

    @SuppressWarnings("NullAway") // As above.
    private static byte[] sealedBirthDate(PersonalData.Vault vault, CustomerNumber number, CustomerDraft draft) {
        return draft.birthDate() == null
                ? null
                : vault.seal(
                        number.value(), Customers.BIRTH_DATE, draft.birthDate().toString());
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
