package io.kehu.notification.dispatch;

import io.kehu.notification.DatabaseTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code decision}. */
@Repository
class Decisions {

    private final JdbcClient jdbc;

    Decisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All in one statement, in their order. */
    void append(List<Decision> decisions, Instant at) {
        if (decisions.isEmpty()) {
            return;
        }
        int size = decisions.size();
        UUID[] messages = new UUID[size];
        String[] gates = new String[size];
        String[] verdicts = new String[size];
        @Nullable String[] reasons = new String[size];
        @Nullable String[] details = new String[size];
        String[] rules = new String[size];
        for (int i = 0; i < size; i++) {
            Decision decision = decisions.get(i);
            messages[i] = decision.message();
            gates[i] = decision.gate();
            verdicts[i] = decision.verdict();
            reasons[i] = decision.reason();
            details[i] = decision.detail();
            rules[i] = decision.ruleVersion();
        }
        jdbc.sql("""
                        INSERT INTO decision (message_id, gate, verdict, reason, detail, rule_version, at)
                        SELECT message, gate, verdict, reason, detail, rule, :at
                        FROM unnest(:messages, :gates, :verdicts, :reasons, :details, :rules)
                            WITH ORDINALITY AS new (message, gate, verdict, reason, detail, rule, position)
                        ORDER BY position
                        """)
                .param("at", DatabaseTime.of(at))
                .param("messages", messages)
                .param("gates", gates)
                .param("verdicts", verdicts)
                .param("reasons", reasons)
                .param("details", details)
                .param("rules", rules)
                .update();
    }
}
