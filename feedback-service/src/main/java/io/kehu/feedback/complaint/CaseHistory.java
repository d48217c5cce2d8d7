package io.kehu.feedback.complaint;

import io.kehu.feedback.Times;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code case_event}. */
@Repository
class CaseHistory {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    CaseHistory(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** An event and the case it happened to. */
    record Entry(CaseNo caseNo, CaseEvent event) {}

    /** All entries in one statement. */
    void append(List<Entry> entries, Instant recordedAt) {
        List<CaseEvent> events = entries.stream().map(Entry::event).toList();
        jdbc.sql("""
                        INSERT INTO case_event (case_no, seq, type, actor, at, recorded_at, version, payload)
                        SELECT case_no, seq, type, actor, at::timestamptz, :recordedAt, version, payload::jsonb
                        FROM unnest(:caseNos, :seqs, :types, :actors, :ats, :versions, :payloads)
                            AS event (case_no, seq, type, actor, at, version, payload)
                        """)
                .param(
                        "caseNos",
                        entries.stream().map(entry -> entry.caseNo().value()).toArray(String[]::new))
                .param("seqs", events.stream().mapToInt(CaseEvent::seq).toArray())
                .param(
                        "types",
                        texts(events, event -> CaseEventType.of(event.change()).name()))
                .param("actors", texts(events, CaseEvent::actor))
                .param("ats", texts(events, event -> event.at().toString()))
                .param("versions", events.stream().mapToLong(CaseEvent::version).toArray())
                .param("payloads", texts(events, event -> mapper.writeValueAsString(event.change())))
                .param("recordedAt", Times.parameter(recordedAt))
                .update();
    }

    /** In order. */
    List<CaseEvent> of(CaseNo caseNo) {
        return jdbc.sql(
                        "SELECT seq, type, actor, at, version, payload FROM case_event WHERE case_no = :caseNo ORDER BY seq")
                .param("caseNo", caseNo.value())
                .query((row, number) -> new CaseEvent(
                        row.getInt("seq"),
                        mapper.readValue(
                                row.getString("payload"),
                                CaseEventType.valueOf(row.getString("type")).change()),
                        row.getString("actor"),
                        Times.read(row, "at"),
                        row.getLong("version")))
                .list();
    }

    private static String[] texts(List<CaseEvent> events, Function<CaseEvent, String> value) {
        return events.stream().map(value).toArray(String[]::new);
    }
}
