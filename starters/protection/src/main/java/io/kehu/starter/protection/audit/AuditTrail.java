package io.kehu.starter.protection.audit;

import io.kehu.starter.security.token.Caller;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code audit_entry}. If an entry cannot be written, the deed fails with it. */
public final class AuditTrail {

    private final JdbcClient jdbc;
    private final String service;
    private final Supplier<@Nullable String> requestId;

    AuditTrail(JdbcClient jdbc, String service, Supplier<@Nullable String> requestId) {
        this.jdbc = jdbc;
        this.service = service;
        this.requestId = requestId;
    }

    public void record(AuditEntry entry) {
        recordAll(List.of(entry));
    }

    /** All entries in one statement. */
    public void recordAll(List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        Caller caller = Caller.current().orElseGet(() -> Caller.system(service));
        int size = entries.size();
        String[] actions = new String[size];
        String[] objects = new String[size];
        String[] fields = new String[size];
        String[] purposes = new String[size];
        String[] reasons = new String[size];
        String[] decisions = new String[size];
        for (int i = 0; i < size; i++) {
            AuditEntry entry = entries.get(i);
            actions[i] = entry.action();
            objects[i] = entry.object();
            fields[i] = String.join(",", entry.fields());
            purposes[i] = entry.purpose();
            reasons[i] = entry.reason();
            decisions[i] = entry.allowed() ? "ALLOWED" : "REFUSED";
        }
        jdbc.sql("""
                        INSERT INTO audit_entry
                            (actor, originating_subject, action, object, fields, purpose, reason, decision, request_id)
                        SELECT :actor, :originatingSubject, action, object, string_to_array(fields, ','), purpose, reason,
                            decision, :requestId
                        FROM unnest(:actions, :objects, :fields, :purposes, :reasons, :decisions)
                            AS entry (action, object, fields, purpose, reason, decision)
                        """)
                .param("actor", caller.subject())
                .param("originatingSubject", caller.originatingSubject())
                .param("requestId", requestId.get())
                .param("actions", actions)
                .param("objects", objects)
                .param("fields", fields)
                .param("purposes", purposes)
                .param("reasons", reasons)
                .param("decisions", decisions)
                .update();
    }
}
