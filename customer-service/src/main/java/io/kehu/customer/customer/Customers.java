package io.kehu.customer.customer;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/** The table {@code customer}, read, with the contact points: sealed on disk, opened here. */
@Repository
public class Customers {

    static final Column FULL_NAME = new Column("customer", "full_name");
    static final Column BIRTH_DATE = new Column("customer", "birth_date");

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final ContactPoints contactPoints;

    Customers(JdbcClient jdbc, PersonalData personalData, ContactPoints contactPoints) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.contactPoints = contactPoints;
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
        Map<String, List<ContactPoint>> contacts = contactPoints.find(wanted, vault);
        Map<String, Customer> found = new HashMap<>();
        jdbc.sql("""
                        SELECT number, kind, stage, status, language, full_name, birth_date, particulars, identifiers, provenance,
                            source, created_by, owner, team, pool, version, created_at, updated_at
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

    /** Which of these are customers of whom something may be kept. */
    public List<String> existingAndNotErased(Collection<String> numbers) {
        return jdbc.sql("SELECT number FROM customer WHERE number = ANY (:numbers) AND status <> 'ERASED'")
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

    /** Locks records until the end of the transaction, in the order of their numbers, so that two who want the same ones wait in line. */
    public void lock(Collection<CustomerNumber> numbers) {
        jdbc.sql("SELECT number FROM customer WHERE number = ANY (:numbers) ORDER BY number FOR UPDATE")
                .param("numbers", numbers.stream().map(CustomerNumber::value).toArray(String[]::new))
                .query(String.class)
                .list();
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

    private static Customer customer(ResultSet row, Map<String, List<ContactPoint>> contacts, PersonalData.Vault vault)
            throws SQLException {
        String number = row.getString("number");
        String name = open(vault, number, FULL_NAME, row.getBytes("full_name"));
        String birthDate = open(vault, number, BIRTH_DATE, row.getBytes("birth_date"));
        CustomerDraft draft = new CustomerDraft(
                CustomerDraft.Kind.valueOf(row.getString("kind")),
                name == null ? null : new PersonName(name),
                birthDate == null ? null : BirthDate.read(birthDate),
                SealedDraft.particulars(
                        open(vault, number, SealedDraft.PARTICULARS, row.getBytes("particulars")),
                        open(vault, number, SealedDraft.IDENTIFIERS, row.getBytes("identifiers"))),
                Locale.forLanguageTag(row.getString("language")),
                CustomerDraft.Stage.valueOf(row.getString("stage")),
                contacts.getOrDefault(number, List.of()));
        return new Customer(
                new CustomerNumber(number),
                draft,
                Customer.Status.valueOf(row.getString("status")),
                Source.valueOf(row.getString("source")),
                new Ownership(row.getString("owner"), row.getString("team"), row.getString("pool")),
                provenance(row),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private static Provenance provenance(ResultSet row) throws SQLException {
        return new Provenance(
                new FieldSource(
                        Source.valueOf(row.getString("source")),
                        row.getTimestamp("created_at").toInstant(),
                        null,
                        row.getString("created_by")),
                SealedJson.readSources(row.getString("provenance")));
    }

    /** A customer without a key is erased: what is left is unreadable and shown as nothing. */
    private static @Nullable String open(
            PersonalData.Vault vault, String number, Column column, byte @Nullable [] sealed) {
        return sealed == null || !vault.holds(number) ? null : vault.open(number, column, sealed);
    }
}
