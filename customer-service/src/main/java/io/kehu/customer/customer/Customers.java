package io.kehu.customer.customer;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code customer} and {@code contact_point}, read: sealed on disk, opened here. */
@Repository
public class Customers {

    static final Column FULL_NAME = new Column("customer", "full_name");
    static final Column BIRTH_DATE = new Column("customer", "birth_date");
    static final Column CONTACT = new Column("contact_point", "value");

    private final JdbcClient jdbc;
    private final PersonalData personalData;

    Customers(JdbcClient jdbc, PersonalData personalData) {
        this.jdbc = jdbc;
        this.personalData = personalData;
    }

    public Optional<Customer> find(CustomerNumber number) {
        return Optional.ofNullable(find(List.of(number)).get(number));
    }

    /** Those that exist, in the order asked for. Three queries, however many. */
    public Map<CustomerNumber, Customer> find(Collection<CustomerNumber> numbers) {
        String[] wanted = numbers.stream().map(CustomerNumber::value).distinct().toArray(String[]::new);
        if (wanted.length == 0) {
            return Map.of();
        }
        PersonalData.Vault vault = personalData.open(List.of(wanted));
        Map<String, List<ContactPoint>> contacts = contactPoints(wanted, vault);
        Map<String, Customer> found = new HashMap<>();
        jdbc.sql("""
                        SELECT number, kind, stage, status, language, full_name, birth_date, source, owner, team, pool, version,
                            created_at, updated_at
                        FROM customer WHERE number = ANY (:numbers)
                        """).param("numbers", wanted).query(row -> {
            Customer customer = customer(row, contacts, vault);
            found.put(customer.number().value(), customer);
        });
        Map<CustomerNumber, Customer> ordered = new LinkedHashMap<>();
        for (CustomerNumber number : numbers) {
            Customer customer = found.get(number.value());
            if (customer != null) {
                ordered.put(number, customer);
            }
        }
        return ordered;
    }

    /** Which of these are customers. */
    public List<String> existing(Collection<String> numbers) {
        return jdbc.sql("SELECT number FROM customer WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query(String.class)
                .list();
    }

    /** Locks the record until the end of the transaction, so that nobody changes it in between. */
    public Optional<Customer> lock(CustomerNumber number) {
        boolean exists = jdbc.sql("SELECT 1 FROM customer WHERE number = :number FOR UPDATE")
                .param("number", number.value())
                .query(Integer.class)
                .optional()
                .isPresent();
        return exists ? find(number) : Optional.empty();
    }

    /** Names of the fields that changed after a version, for those who still hold it. */
    public List<String> changedSince(CustomerNumber number, long version) {
        return jdbc.sql("""
                        SELECT DISTINCT unnest(fields) AS field FROM customer_change
                        WHERE number = :number AND version > :version ORDER BY field
                        """)
                .param("number", number.value())
                .param("version", version)
                .query(String.class)
                .list();
    }

    private Map<String, List<ContactPoint>> contactPoints(String[] numbers, PersonalData.Vault vault) {
        Map<String, List<ContactPoint>> contacts = new HashMap<>();
        jdbc.sql("""
                        SELECT number, kind, value, label FROM contact_point
                        WHERE number = ANY (:numbers) ORDER BY number, kind DESC, position
                        """).param("numbers", numbers).query(row -> {
            String number = row.getString("number");
            if (vault.holds(number)) {
                contacts.computeIfAbsent(number, key -> new ArrayList<>())
                        .add(new ContactPoint(
                                ContactPoint.Kind.valueOf(row.getString("kind")),
                                vault.open(number, CONTACT, row.getBytes("value")),
                                row.getString("label")));
            }
        });
        return contacts;
    }

    private static Customer customer(ResultSet row, Map<String, List<ContactPoint>> contacts, PersonalData.Vault vault)
            throws SQLException {
        String number = row.getString("number");
        String name = open(vault, number, FULL_NAME, row.getBytes("full_name"));
        String birthDate = open(vault, number, BIRTH_DATE, row.getBytes("birth_date"));
        CustomerDraft draft = new CustomerDraft(
                CustomerDraft.Kind.valueOf(row.getString("kind")),
                name == null ? null : new PersonName(name),
                birthDate == null ? null : LocalDate.parse(birthDate),
                Locale.forLanguageTag(row.getString("language")),
                CustomerDraft.Stage.valueOf(row.getString("stage")),
                contacts.getOrDefault(number, List.of()));
        return new Customer(
                new CustomerNumber(number),
                draft,
                Customer.Status.valueOf(row.getString("status")),
                Source.valueOf(row.getString("source")),
                new Ownership(row.getString("owner"), row.getString("team"), row.getString("pool")),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    /** A customer without a key is erased: what is left is unreadable and shown as nothing. */
    private static @Nullable String open(
            PersonalData.Vault vault, String number, Column column, byte @Nullable [] sealed) {
        return sealed == null || !vault.holds(number) ? null : vault.open(number, column, sealed);
    }
}
