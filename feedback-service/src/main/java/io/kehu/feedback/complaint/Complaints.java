package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.Times;
import io.kehu.feedback.feedback.FeedbackId;
import io.kehu.feedback.sla.Severity;
import io.kehu.feedback.sla.SlaClock;
import io.kehu.feedback.sla.SlaClocks;
import io.kehu.starter.web.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code complaint}, with the clocks that belong to each case. Whoever changes a case locks its row first, and nothing before it. */
@Repository
class Complaints {

    /** Rows as {@link Complaint} needs them. */
    static final String SELECT = "SELECT *, living_number(customer_number) AS living FROM complaint ";

    private final JdbcClient jdbc;
    private final SlaClocks clocks;

    Complaints(JdbcClient jdbc, SlaClocks clocks) {
        this.jdbc = jdbc;
        this.clocks = clocks;
    }

    /** Why and how a case was resolved, sealed. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
    record Resolution(byte @Nullable [] rootCause, byte @Nullable [] actionTaken) {

        static final Resolution NONE = new Resolution(null, null);
    }

    /** A case to be written, and its resolution where it got one. */
    record Row(Complaint complaint, Resolution resolution) {}

    Optional<Complaint> find(CaseNo caseNo) {
        return query(SELECT + "WHERE case_no = :caseNo", Map.of("caseNo", caseNo.value())).stream()
                .findFirst();
    }

    Optional<CaseNo> about(FeedbackId feedback) {
        return jdbc.sql("SELECT case_no FROM complaint WHERE feedback_id = :feedback")
                .param("feedback", feedback.value())
                .query((row, number) -> new CaseNo(row.getString("case_no")))
                .optional();
    }

    /** Nobody else changes the case until the end of the transaction. */
    Optional<Complaint> lock(CaseNo caseNo) {
        jdbc.sql("SELECT 1 FROM complaint WHERE case_no = :caseNo FOR UPDATE")
                .param("caseNo", caseNo.value())
                .query(row -> {});
        // In a statement of its own: what the lock had to wait for is visible now, the clock's row included.
        return find(caseNo);
    }

    /** Some cases whose clock had run out by then, due first, except those somebody is working on right now. */
    List<Complaint> lockOverdue(Instant now, int limit) {
        List<String> caseNos = jdbc.sql("""
                        SELECT k.case_no
                        FROM sla_clock c JOIN complaint k ON k.case_no = c.case_no
                        WHERE c.state = 'RUNNING' AND c.due_at < :now
                        ORDER BY c.due_at
                        LIMIT :limit
                        FOR UPDATE OF k SKIP LOCKED
                        """)
                .param("now", Times.parameter(now))
                .param("limit", limit)
                .query(String.class)
                .list();
        return all(caseNos);
    }

    /** Some cases the customer has not objected to since then, except those somebody is working on right now. */
    List<Complaint> lockResolvedBefore(Instant time, int limit) {
        List<String> caseNos = jdbc.sql("""
                        SELECT case_no FROM complaint
                        WHERE state = 'RESOLVED' AND resolved_at < :time
                        ORDER BY resolved_at
                        LIMIT :limit
                        FOR UPDATE SKIP LOCKED
                        """)
                .param("time", Times.parameter(time))
                .param("limit", limit)
                .query(String.class)
                .list();
        return all(caseNos);
    }

    /** All cases filed under these numbers. */
    List<Complaint> lockOf(List<String> numbers) {
        List<String> caseNos = jdbc.sql(
                        "SELECT case_no FROM complaint WHERE customer_number = ANY (:numbers) ORDER BY case_no FOR UPDATE")
                .param("numbers", numbers.toArray(String[]::new))
                .query(String.class)
                .list();
        return all(caseNos);
    }

    /** How many cases customers have. */
    long countOf(List<String> numbers) {
        return jdbc.sql("SELECT count(*) FROM complaint WHERE customer_number = ANY (:numbers)")
                .param("numbers", numbers.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /** What is due first stands first; one row more than the page holds. */
    List<Complaint> list(ComplaintFilter filter, PageRequest page) {
        return query(filter.sql(page), filter.parameters(page));
    }

    Optional<Resolution> resolution(CaseNo caseNo) {
        return jdbc.sql("SELECT root_cause, action_taken FROM complaint WHERE case_no = :caseNo")
                .param("caseNo", caseNo.value())
                .query((row, number) -> new Resolution(row.getBytes("root_cause"), row.getBytes("action_taken")))
                .optional();
    }

    void add(Complaint complaint) {
        jdbc.sql("""
                        INSERT INTO complaint (case_no, feedback_id, customer_number, severity, category, state, owner, opened_at,
                            changed_at, due_at, version, last_seq)
                        VALUES (:caseNo, :feedback, :number, :severity, :category, :state, :owner, :openedAt, :changedAt, :dueAt,
                            :version, :lastSeq)
                        """)
                .param("caseNo", complaint.caseNo().value())
                .param("feedback", complaint.feedbackId().value())
                .param("number", CustomerNumber.text(complaint.number()))
                .param("severity", complaint.severity().name())
                .param("category", complaint.category())
                .param("state", complaint.state().name())
                .param("owner", complaint.owner())
                .param("openedAt", Times.parameter(complaint.openedAt()))
                .param("changedAt", Times.parameter(complaint.changedAt()))
                .param("dueAt", Times.parameterOrNull(complaint.dueAt()))
                .param("version", complaint.version())
                .param("lastSeq", complaint.lastSeq())
                .update();
        clocks.save(List.of(new SlaClocks.Row(complaint.caseNo().value(), complaint.clock())));
    }

    /** Writes cases as they are now, with their current clocks, in two statements. */
    void save(List<Row> rows) {
        List<Complaint> complaints = rows.stream().map(Row::complaint).toList();
        jdbc.sql("""
                        UPDATE complaint SET
                            customer_number = now.number, severity = now.severity, category = now.category, state = now.state,
                            owner = now.owner, reopen_count = now.reopened, replied = now.replied,
                            root_cause = coalesce(now.cause, root_cause), action_taken = coalesce(now.action, action_taken),
                            changed_at = now.changed::timestamptz, resolved_at = now.resolved::timestamptz,
                            due_at = now.due::timestamptz, version = now.version, last_seq = now.seq
                        FROM unnest(:caseNos, :numbers, :severities, :categories, :states, :owners, :reopened, :replied, :causes,
                            :actions, :changed, :resolved, :due, :versions, :seqs)
                            AS now (case_no, number, severity, category, state, owner, reopened, replied, cause, action, changed,
                                resolved, due, version, seq)
                        WHERE complaint.case_no = now.case_no
                        """)
                .param(
                        "caseNos",
                        texts(complaints, complaint -> complaint.caseNo().value()))
                .param("numbers", texts(complaints, complaint -> CustomerNumber.text(complaint.number())))
                .param(
                        "severities",
                        texts(complaints, complaint -> complaint.severity().name()))
                .param("categories", texts(complaints, Complaint::category))
                .param(
                        "states",
                        texts(complaints, complaint -> complaint.state().name()))
                .param("owners", texts(complaints, Complaint::owner))
                .param(
                        "reopened",
                        complaints.stream().mapToInt(Complaint::reopenCount).toArray())
                .param("replied", complaints.stream().map(Complaint::replied).toArray(Boolean[]::new))
                .param(
                        "causes",
                        rows.stream().map(row -> row.resolution().rootCause()).toArray(byte[][]::new))
                .param(
                        "actions",
                        rows.stream().map(row -> row.resolution().actionTaken()).toArray(byte[][]::new))
                .param("changed", texts(complaints, complaint -> text(complaint.changedAt())))
                .param("resolved", texts(complaints, complaint -> text(complaint.resolvedAt())))
                .param("due", texts(complaints, complaint -> text(complaint.dueAt())))
                .param(
                        "versions",
                        complaints.stream().mapToLong(Complaint::version).toArray())
                .param("seqs", complaints.stream().mapToInt(Complaint::lastSeq).toArray())
                .update();
        clocks.save(complaints.stream()
                .map(complaint -> new SlaClocks.Row(complaint.caseNo().value(), complaint.clock()))
                .toList());
    }

    private List<Complaint> all(Collection<String> caseNos) {
        return caseNos.isEmpty()
                ? List.of()
                : query(
                        SELECT + "WHERE case_no = ANY (:caseNos) ORDER BY case_no",
                        Map.of("caseNos", caseNos.toArray(String[]::new)));
    }

    private List<Complaint> query(String sql, Map<String, ?> parameters) {
        List<Complaint> heads = jdbc.sql(sql)
                .params(parameters)
                .query((row, number) -> head(row))
                .list();
        if (heads.isEmpty()) {
            return heads;
        }
        Map<String, List<SlaClock>> found =
                clocks.of(heads.stream().map(head -> head.caseNo().value()).toList());
        List<Complaint> complaints = new ArrayList<>(heads.size());
        for (Complaint head : heads) {
            complaints.add(
                    head.with(head.living(), found.getOrDefault(head.caseNo().value(), List.of())));
        }
        return complaints;
    }

    private static Complaint head(ResultSet row) throws SQLException {
        return new Complaint(
                new CaseNo(row.getString("case_no")),
                new FeedbackId(row.getObject("feedback_id", UUID.class)),
                CustomerNumber.ofNullable(row.getString("customer_number")),
                CustomerNumber.ofNullable(row.getString("living")),
                Severity.valueOf(row.getString("severity")),
                row.getString("category"),
                CaseState.valueOf(row.getString("state")),
                row.getString("owner"),
                row.getInt("reopen_count"),
                row.getBoolean("replied"),
                Times.read(row, "opened_at"),
                Times.read(row, "changed_at"),
                Times.readOrNull(row, "resolved_at"),
                row.getLong("version"),
                row.getInt("last_seq"),
                List.of());
    }

    private static @Nullable String[] texts(List<Complaint> complaints, Function<Complaint, @Nullable String> value) {
        return complaints.stream().map(value).toArray(String[]::new);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
