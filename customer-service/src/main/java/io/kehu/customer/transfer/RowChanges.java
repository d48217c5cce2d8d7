package io.kehu.customer.transfer;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code import_row_change}: what rows would change, sealed with the key of the customer it is about. */
@Repository
class RowChanges {

    private static final Column SEALED = new Column("import_row_change", "sealed");

    private final JdbcClient jdbc;
    private final PersonalData personalData;
    private final JsonMapper mapper;

    RowChanges(JdbcClient jdbc, PersonalData personalData, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.personalData = personalData;
        this.mapper = mapper;
    }

    private record Sealed(int rowNo, String number, byte[] bytes) {}

    /** In the caller's transaction. */
    void store(UUID importId, List<Judgement> judgements) {
        List<Judgement> updates = judgements.stream()
                .filter(judgement -> judgement.verdict() == Verdict.UPDATE && judgement.number() != null)
                .toList();
        if (updates.isEmpty()) {
            return;
        }
        PersonalData.Vault vault =
                personalData.open(updates.stream().map(Judgement::numberText).toList());
        List<Integer> rowNos = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        List<byte[]> sealed = new ArrayList<>();
        for (Judgement update : updates) {
            String number = update.numberText();
            if (vault.holds(number)) {
                List<RowChange> changes = RowChange.of(update);
                rowNos.add(update.row().rowNo());
                numbers.add(number);
                fields.add(String.join(
                        ",", changes.stream().map(RowChange::field).distinct().toList()));
                sealed.add(vault.seal(number, SEALED, mapper.writeValueAsString(changes)));
            }
        }
        jdbc.sql("""
                        INSERT INTO import_row_change (import_id, row_no, number, fields, sealed)
                        SELECT :importId, row_no, number, string_to_array(fields, ','), sealed
                        FROM unnest(:rowNos, :numbers, :fields, :sealed) AS new (row_no, number, fields, sealed)
                        """)
                .param("importId", importId)
                .param("rowNos", rowNos.stream().mapToInt(Integer::intValue).toArray())
                .param("numbers", numbers.toArray(String[]::new))
                .param("fields", fields.toArray(String[]::new))
                .param("sealed", sealed.toArray(byte[][]::new))
                .update();
    }

    /** By row; of customers who were erased since, nothing. */
    Map<Integer, List<RowChange>> of(UUID importId, Collection<Integer> rowNos) {
        List<Sealed> found = jdbc.sql("""
                        SELECT row_no, number, sealed FROM import_row_change
                        WHERE import_id = :importId AND row_no = ANY (:rowNos)
                        """)
                .param("importId", importId)
                .param("rowNos", rowNos.toArray(Integer[]::new))
                .query((row, index) ->
                        new Sealed(row.getInt("row_no"), row.getString("number"), row.getBytes("sealed")))
                .list();
        PersonalData.Vault vault =
                personalData.open(found.stream().map(Sealed::number).distinct().toList());
        Map<Integer, List<RowChange>> changes = new HashMap<>();
        for (Sealed one : found) {
            if (vault.holds(one.number())) {
                changes.put(
                        one.rowNo(),
                        mapper.readValue(
                                vault.open(one.number(), SEALED, one.bytes()),
                                new TypeReference<List<RowChange>>() {}));
            }
        }
        return changes;
    }

    void forget(UUID importId) {
        jdbc.sql("DELETE FROM import_row_change WHERE import_id = :importId")
                .param("importId", importId)
                .update();
    }
}
