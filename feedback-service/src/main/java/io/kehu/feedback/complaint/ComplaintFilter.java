package io.kehu.feedback.complaint;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.Times;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which cases a queue shows; what is not asked for is not in the statement, so that each filter finds its index. */
record ComplaintFilter(
        Set<CaseState> states,
        @Nullable String owner,
        @Nullable CustomerNumber number,
        @Nullable Instant dueBefore) {

    /** Where cases stand that are not due at all; the database's {@code queue_at} says the same. */
    private static final Instant NOT_DUE = Instant.parse("9999-01-01T00:00:00Z");

    private static final int CURSOR_PARTS = 2;

    String sql(PageRequest page) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        if (!states.isEmpty()) {
            conditions.add("state = ANY (:states)");
        }
        if (owner != null) {
            conditions.add("owner = :owner");
        }
        if (number != null) {
            conditions.add("customer_number = ANY (number_family(:number))");
        }
        if (dueBefore != null) {
            conditions.add("due_at IS NOT NULL AND queue_at < :dueBefore");
        }
        if (page.after(CURSOR_PARTS) != null) {
            conditions.add("(queue_at, case_no) > (:afterTime, :afterCase)");
        }
        return Complaints.SELECT + "WHERE " + String.join(" AND ", conditions)
                + " ORDER BY queue_at, case_no LIMIT :limit";
    }

    Map<String, Object> parameters(PageRequest page) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("limit", page.fetch());
        if (!states.isEmpty()) {
            parameters.put("states", states.stream().map(CaseState::name).toArray(String[]::new));
        }
        if (owner != null) {
            parameters.put("owner", owner);
        }
        if (number != null) {
            parameters.put("number", number.value());
        }
        if (dueBefore != null) {
            parameters.put("dueBefore", Times.parameter(dueBefore));
        }
        Cursor after = page.after(CURSOR_PARTS);
        if (after != null) {
            parameters.put("afterTime", Times.parameter(after.instant(0)));
            parameters.put("afterCase", after.text(1));
        }
        return parameters;
    }

    static Cursor position(Complaint complaint) {
        Instant due = complaint.dueAt();
        return Cursor.of(due == null ? NOT_DUE : due, complaint.caseNo());
    }
}
