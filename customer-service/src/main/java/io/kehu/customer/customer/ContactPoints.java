package io.kehu.customer.customer;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code contact_point}: sealed on disk, opened here. */
@Repository
class ContactPoints {

    private static final Column VALUE = new Column("contact_point", "value");

    private final JdbcClient jdbc;

    ContactPoints(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One point of one customer at its place. */
    private record Row(String number, int position, ContactPoint point, Source source) {}

    Map<String, List<ContactPoint>> find(String[] numbers, PersonalData.Vault vault) {
        Map<String, List<ContactPoint>> contacts = new HashMap<>();
        jdbc.sql("""
                        SELECT number, kind, value, label, preferred, valid_from, valid_to, verified_at, source, created_at
                        FROM contact_point
                        WHERE number = ANY (:numbers)
                        ORDER BY number, array_position(ARRAY['PHONE', 'EMAIL', 'WECHAT', 'ADDRESS', 'SOCIAL'], kind), position
                        """).param("numbers", numbers).query(row -> {
            String number = row.getString("number");
            if (vault.holds(number)) {
                contacts.computeIfAbsent(number, key -> new ArrayList<>()).add(point(row, number, vault));
            }
        });
        return contacts;
    }

    /** In the order of the drafts; a point that does not say how it came in came with its customer. */
    void insert(List<NewCustomer> customers, PersonalData.Vault vault) {
        List<Row> rows = new ArrayList<>();
        for (NewCustomer customer : customers) {
            int[] next = new int[ContactPoint.Kind.values().length];
            for (ContactPoint point : customer.draft().contactPoints()) {
                Source source = point.source() == null ? customer.source() : point.source();
                rows.add(new Row(customer.number().value(), next[point.kind().ordinal()]++, point, source));
            }
        }
        if (!rows.isEmpty()) {
            insertRows(rows, vault);
        }
    }

    void delete(List<String> numbers) {
        jdbc.sql("DELETE FROM contact_point WHERE number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .update();
    }

    private void insertRows(List<Row> rows, PersonalData.Vault vault) {
        jdbc.sql("""
                        INSERT INTO contact_point (number, kind, position, value, label, preferred, valid_from, valid_to,
                            verified_at, source, created_at)
                        SELECT number, kind, position, value, label, preferred::boolean, valid_from::date, valid_to::date,
                            verified_at::timestamptz, source, coalesce(since::timestamptz, now())
                        FROM unnest(:numbers, :kinds, :positions, :values, :labels, :preferred, :validFrom, :validTo, :verifiedAt,
                                :sources, :since)
                            AS new (number, kind, position, value, label, preferred, valid_from, valid_to, verified_at, source,
                                since)
                        """)
                .param("numbers", texts(rows, Row::number))
                .param("kinds", texts(rows, row -> row.point().kind()))
                .param("positions", rows.stream().mapToInt(Row::position).toArray())
                .param(
                        "values",
                        rows.stream()
                                .map(row -> vault.seal(row.number(), VALUE, text(row.point())))
                                .toArray(byte[][]::new))
                .param("labels", texts(rows, row -> row.point().label()))
                .param("preferred", texts(rows, row -> row.point().preferred()))
                .param("validFrom", texts(rows, row -> row.point().validFrom()))
                .param("validTo", texts(rows, row -> row.point().validTo()))
                .param("verifiedAt", texts(rows, row -> row.point().verifiedAt()))
                .param("sources", texts(rows, Row::source))
                .param("since", texts(rows, row -> row.point().since()))
                .update();
    }

    @SuppressWarnings("NullAway") // A missing value is a null element of the array that goes to the database.
    private static String[] texts(List<Row> rows, Function<Row, @Nullable Object> part) {
        String[] texts = new String[rows.size()];
        for (int i = 0; i < texts.length; i++) {
            Object value = part.apply(rows.get(i));
            texts[i] = value == null ? null : value.toString();
        }
        return texts;
    }

    private static String text(ContactPoint point) {
        return point.address() == null ? point.value() : SealedJson.write(point.address());
    }

    private static ContactPoint point(ResultSet row, String number, PersonalData.Vault vault) throws SQLException {
        ContactPoint.Kind kind = ContactPoint.Kind.valueOf(row.getString("kind"));
        String text = vault.open(number, VALUE, row.getBytes("value"));
        Address address = kind == ContactPoint.Kind.ADDRESS ? SealedJson.read(text, Address.class) : null;
        return new ContactPoint(
                kind,
                address == null ? text : address.line(),
                row.getString("label"),
                address,
                row.getBoolean("preferred"),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_to", LocalDate.class),
                instant(row, "verified_at"),
                Source.valueOf(row.getString("source")),
                instant(row, "created_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
