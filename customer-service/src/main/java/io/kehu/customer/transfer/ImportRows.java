package io.kehu.customer.transfer;

import java.sql.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code import_row}. */
@Repository
class ImportRows {

    private final JdbcClient jdbc;

    ImportRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A verdict as it is stored.
     *
     * @param outcome of an undo, for the customer the row means
     * @param kept why an undo left that customer as they are
     */
    record Stored(
            int rowNo,
            Verdict verdict,
            List<String> reasons,
            @Nullable String number,
            boolean applied,
            @Nullable String outcome,
            @Nullable String kept) {}

    /** Writes verdicts; another verdict over a row replaces the first, the same one leaves its reasons. */
    void store(UUID importId, List<Judgement> judgements, boolean applied) {
        int size = judgements.size();
        int[] rowNos = new int[size];
        String[] verdicts = new String[size];
        String[] reasons = new String[size];
        String[] numbers = new String[size];
        for (int i = 0; i < size; i++) {
            Judgement judgement = judgements.get(i);
            rowNos[i] = judgement.row().rowNo();
            verdicts[i] = judgement.verdict().name();
            reasons[i] = String.join(",", judgement.reasons());
            numbers[i] = judgement.number();
        }
        jdbc.sql("""
                        INSERT INTO import_row (import_id, row_no, verdict, reasons, number, applied)
                        SELECT :importId, row_no, verdict,
                            CASE WHEN reasons = '' THEN '{}' ELSE string_to_array(reasons, ',') END, number, :applied
                        FROM unnest(:rowNos, :verdicts, :reasons, :numbers) AS new (row_no, verdict, reasons, number)
                        ON CONFLICT (import_id, row_no) DO UPDATE SET verdict = excluded.verdict,
                            reasons = CASE WHEN import_row.verdict = excluded.verdict THEN import_row.reasons ELSE excluded.reasons END,
                            number = excluded.number, applied = excluded.applied
                        """)
                .param("importId", importId)
                .param("rowNos", rowNos)
                .param("verdicts", verdicts)
                .param("reasons", reasons)
                .param("numbers", numbers)
                .param("applied", applied)
                .update();
    }

    /** Rows with these verdicts that are not applied yet, after a row, in order. */
    List<Integer> pending(UUID importId, Set<Verdict> verdicts, int afterRow, int limit) {
        return jdbc.sql("""
                        SELECT row_no FROM import_row
                        WHERE import_id = :importId AND verdict = ANY (:verdicts) AND NOT applied AND row_no > :after
                        ORDER BY row_no LIMIT :limit
                        """)
                .param("importId", importId)
                .param("verdicts", verdicts.stream().map(Verdict::name).toArray(String[]::new))
                .param("after", afterRow)
                .param("limit", limit)
                .query(Integer.class)
                .list();
    }

    Map<Verdict, Integer> counts(UUID importId) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        jdbc.sql("SELECT verdict, count(*) AS rows FROM import_row WHERE import_id = :importId GROUP BY verdict")
                .param("importId", importId)
                .query(row -> {
                    counts.put(Verdict.valueOf(row.getString("verdict")), row.getInt("rows"));
                });
        return counts;
    }

    /** How often each reason was given, without the places some of them name. */
    Map<String, Integer> reasons(UUID importId) {
        Map<String, Integer> reasons = new TreeMap<>();
        jdbc.sql("""
                        SELECT split_part(reason, ':', 1) || ':' || split_part(reason, ':', 2) AS code, count(*) AS rows
                        FROM import_row, unnest(reasons) AS reason
                        WHERE import_id = :importId AND reasons <> '{}'
                        GROUP BY code
                        """).param("importId", importId).query(row -> {
            reasons.put(row.getString("code"), row.getInt("rows"));
        });
        return reasons;
    }

    /** Which rows of a page are wanted; null for any. */
    record Filter(@Nullable Verdict verdict, @Nullable String outcome) {}

    List<Stored> page(UUID importId, Filter filter, int afterRow, int limit) {
        return jdbc.sql("""
                        SELECT r.row_no, r.verdict, r.reasons, r.number, r.applied, b.outcome, b.reason AS kept
                        FROM import_row r
                        LEFT JOIN import_row_before b
                            ON b.import_id = r.import_id AND b.number = r.number AND r.applied AND b.outcome IS NOT NULL
                        WHERE r.import_id = :importId AND r.row_no > :after
                            AND (:verdict::text IS NULL OR r.verdict = :verdict)
                            AND (:outcome::text IS NULL OR b.outcome = :outcome)
                        ORDER BY r.row_no LIMIT :limit
                        """)
                .param("importId", importId)
                .param(
                        "verdict",
                        filter.verdict() == null ? null : filter.verdict().name())
                .param("outcome", filter.outcome())
                .param("after", afterRow)
                .param("limit", limit)
                .query((row, index) -> {
                    Array reasons = row.getArray("reasons");
                    return new Stored(
                            row.getInt("row_no"),
                            Verdict.valueOf(row.getString("verdict")),
                            List.of((String[]) reasons.getArray()),
                            row.getString("number"),
                            row.getBoolean("applied"),
                            row.getString("outcome"),
                            row.getString("kept"));
                })
                .list();
    }

    /** Makes rows that were held back creations. @return how many of them were held back */
    int accept(UUID importId, Collection<Integer> rowNos) {
        return jdbc.sql("""
                        UPDATE import_row SET verdict = 'CREATE', reasons = '{}', number = NULL
                        WHERE import_id = :importId AND row_no = ANY (:rowNos) AND verdict = 'PROBABLE_DUPLICATE'
                        """)
                .param("importId", importId)
                .param("rowNos", rowNos.toArray(Integer[]::new))
                .update();
    }

    /** Reasons of a row that was not taken. */
    record Fault(int rowNo, List<String> reasons) {}

    /** Rows that were not taken, after a row, in order. */
    List<Fault> faults(UUID importId, int afterRow, int limit) {
        return jdbc.sql("""
                        SELECT row_no, reasons FROM import_row
                        WHERE import_id = :importId AND row_no > :after AND verdict = ANY (:verdicts)
                        ORDER BY row_no LIMIT :limit
                        """)
                .param("importId", importId)
                .param("after", afterRow)
                .param(
                        "verdicts",
                        Arrays.stream(Verdict.values())
                                .filter(Verdict::isFault)
                                .map(Verdict::name)
                                .toArray(String[]::new))
                .param("limit", limit)
                .query((row, index) -> {
                    Array reasons = row.getArray("reasons");
                    return new Fault(row.getInt("row_no"), List.of((String[]) reasons.getArray()));
                })
                .list();
    }

    /** Locks rows until the end of the transaction. @return whether none of them was applied in the meantime */
    boolean lockPending(UUID importId, List<Integer> rowNos) {
        return jdbc.sql("""
                        SELECT row_no FROM import_row
                        WHERE import_id = :importId AND row_no = ANY (:rowNos) AND NOT applied
                        ORDER BY row_no FOR UPDATE
                        """)
                        .param("importId", importId)
                        .param("rowNos", rowNos.toArray(Integer[]::new))
                        .query(Integer.class)
                        .list()
                        .size()
                == rowNos.size();
    }

    void clear(UUID importId) {
        jdbc.sql("DELETE FROM import_row_change WHERE import_id = :importId")
                .param("importId", importId)
                .update();
        jdbc.sql("DELETE FROM import_row WHERE import_id = :importId")
                .param("importId", importId)
                .update();
    }
}
