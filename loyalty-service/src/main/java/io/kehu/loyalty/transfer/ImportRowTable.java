package io.kehu.loyalty.transfer;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code points_import_row}. */
@Repository
class ImportRowTable {

    private static final String COLUMNS =
            "position, cells, state, problem, number, points, earned_on, last_day, spendable_on, reference, tx, reversed_points, reversal_tx";

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    ImportRowTable(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** What became of a good row: booked with a transaction, or refused for a reason. */
    record Settled(
            int position, @Nullable UUID tx, @Nullable RowProblem problem) {}

    /**
     * What went back of a booked row.
     *
     * @param points all of it that did, whoever took it
     * @param tx what was booked now; missing when nothing was left
     */
    record Reversed(int position, long points, @Nullable UUID tx) {}

    /** Which import has a reference already, of those that wait or are booked and did not go back whole. */
    Map<String, UUID> taken(String program, Collection<String> references) {
        Map<String, UUID> taken = new HashMap<>();
        jdbc.sql("""
                        SELECT reference, import FROM points_import_row
                        WHERE program = :program AND reference = ANY (:references) AND state IN ('GOOD', 'BOOKED', 'PARTLY_REVERSED')
                        """)
                .param("program", program)
                .param("references", references.toArray(String[]::new))
                .query(row -> {
                    taken.put(row.getString("reference"), row.getObject("import", UUID.class));
                });
        return taken;
    }

    void insert(UUID id, String program, List<ImportRow> rows) {
        jdbc.sql("""
                        INSERT INTO points_import_row (import, position, program, cells, state, problem, number, points, earned_on,
                            last_day, spendable_on, reference)
                        SELECT :id, position, :program, cells::jsonb, state, problem, number, points, earned_on::date,
                            last_day::date, spendable_on::date, reference
                        FROM unnest(:positions, :cells, :states, :problems, :numbers, :points, :earned, :last, :spendable, :references)
                            AS new (position, cells, state, problem, number, points, earned_on, last_day, spendable_on, reference)
                        """)
                .param("id", id)
                .param("program", program)
                .param("positions", rows.stream().map(ImportRow::position).toArray(Integer[]::new))
                .param(
                        "cells",
                        rows.stream()
                                .map(row -> mapper.writeValueAsString(row.cells()))
                                .toArray(String[]::new))
                .param("states", rows.stream().map(row -> row.state().name()).toArray(String[]::new))
                .param("problems", texts(rows, ImportRow::problem))
                .param(
                        "numbers",
                        texts(
                                rows,
                                row -> row.entry() == null ? null : row.entry().number()))
                .param(
                        "points",
                        rows.stream()
                                .map(row ->
                                        row.entry() == null ? null : row.entry().points())
                                .toArray(Long[]::new))
                .param(
                        "earned",
                        texts(
                                rows,
                                row -> row.entry() == null ? null : row.entry().earnedOn()))
                .param(
                        "last",
                        texts(
                                rows,
                                row -> row.entry() == null ? null : row.entry().lastDay()))
                .param(
                        "spendable",
                        texts(
                                rows,
                                row -> row.entry() == null ? null : row.entry().spendableOn()))
                .param(
                        "references",
                        texts(
                                rows,
                                row -> row.entry() == null ? null : row.entry().reference()))
                .update();
    }

    /** Some of those that have not gone on yet; the import is locked. */
    List<ImportRow> next(UUID id, ImportRow.State state, int limit) {
        return jdbc.sql("SELECT " + COLUMNS + """
                         FROM points_import_row WHERE import = :id AND state = :state ORDER BY position LIMIT :limit
                        """)
                .param("id", id)
                .param("state", state.name())
                .param("limit", limit)
                .query((row, index) -> read(row))
                .list();
    }

    /** The database refuses what is settled already. */
    void settle(UUID id, List<Settled> settled) {
        if (settled.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        UPDATE points_import_row r SET tx = change.tx, problem = change.problem,
                            state = CASE WHEN change.tx IS NULL THEN 'REFUSED' ELSE 'BOOKED' END
                        FROM unnest(:positions, :txs, :problems) AS change (position, tx, problem)
                        WHERE r.import = :id AND r.position = change.position
                        """)
                .param("id", id)
                .param("positions", settled.stream().map(Settled::position).toArray(Integer[]::new))
                .param("txs", settled.stream().map(Settled::tx).toArray(UUID[]::new))
                .param(
                        "problems",
                        settled.stream()
                                .map(one -> Objects.toString(one.problem(), null))
                                .toArray(String[]::new))
                .update();
    }

    /** The database refuses what is not booked, or went back already. */
    void reverse(UUID id, List<Reversed> reversed) {
        jdbc.sql("""
                        UPDATE points_import_row r SET reversed_points = change.points, reversal_tx = change.tx,
                            state = CASE WHEN r.points = change.points THEN 'REVERSED' ELSE 'PARTLY_REVERSED' END
                        FROM unnest(:positions, :points, :txs) AS change (position, points, tx)
                        WHERE r.import = :id AND r.position = change.position
                        """)
                .param("id", id)
                .param("positions", reversed.stream().map(Reversed::position).toArray(Integer[]::new))
                .param("points", reversed.stream().map(Reversed::points).toArray(Long[]::new))
                .param("txs", reversed.stream().map(Reversed::tx).toArray(UUID[]::new))
                .update();
    }

    /** Those that are not booked; what they call their earnings may come again. */
    void reject(UUID id) {
        jdbc.sql("UPDATE points_import_row SET state = 'REJECTED' WHERE import = :id AND state = 'GOOD'")
                .param("id", id)
                .update();
    }

    /** In the order of the file. */
    List<ImportRow> page(UUID id, ImportRow.@Nullable State state, int after, int limit) {
        String ofState = state == null ? "" : " AND state = '" + state.name() + "'";
        return jdbc.sql("SELECT " + COLUMNS + " FROM points_import_row WHERE import = :id AND position > :after"
                        + ofState + " ORDER BY position LIMIT :limit")
                .param("id", id)
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> read(row))
                .list();
    }

    /** Those among them that are customers who were erased, whether they were members or not. */
    Set<String> erased(Collection<String> numbers) {
        return new HashSet<>(jdbc.sql("SELECT unnest(numbers) FROM erasure WHERE numbers && :numbers::text[]")
                .param("numbers", numbers.stream().distinct().toArray(String[]::new))
                .query(String.class)
                .list());
    }

    private static String[] texts(List<ImportRow> rows, Function<ImportRow, @Nullable Object> value) {
        return rows.stream()
                .map(row -> Objects.toString(value.apply(row), null))
                .toArray(String[]::new);
    }

    private ImportRow read(ResultSet row) throws SQLException {
        String problem = row.getString("problem");
        String number = row.getString("number");
        return new ImportRow(
                row.getInt("position"),
                List.of(mapper.readValue(row.getString("cells"), String[].class)),
                ImportRow.State.valueOf(row.getString("state")),
                problem == null ? null : RowProblem.valueOf(problem),
                number == null
                        ? null
                        : new ImportRow.Entry(
                                number,
                                row.getLong("points"),
                                row.getObject("earned_on", LocalDate.class),
                                row.getObject("last_day", LocalDate.class),
                                row.getObject("spendable_on", LocalDate.class),
                                row.getString("reference")),
                row.getObject("tx", UUID.class),
                row.getObject("reversed_points") == null
                        ? null
                        : new ImportRow.Reversed(
                                row.getLong("reversed_points"), row.getObject("reversal_tx", UUID.class)));
    }
}
