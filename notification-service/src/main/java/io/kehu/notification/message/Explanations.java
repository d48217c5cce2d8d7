package io.kehu.notification.message;

import io.kehu.notification.DatabaseTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Why a message was sent, or not: the tables {@code decision} and {@code attempt}, read together. */
@Repository
class Explanations {

    private final JdbcClient jdbc;

    Explanations(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Something that was decided about, or done with, a message. */
    sealed interface Step {
        Instant at();
    }

    /** A gate's verdict. */
    record Decided(
            Instant at,
            String gate,
            String verdict,
            @Nullable String reason,
            @Nullable String detail,
            String ruleVersion)
            implements Step {}

    /** A try to hand the message to a provider. */
    record Attempted(
            Instant at,
            int n,
            String provider,
            String requestRef,
            @Nullable String providerId,
            String locale,
            int templateVersion,
            String state,
            @Nullable String errorClass,
            @Nullable String errorCode,
            @Nullable Instant endedAt)
            implements Step {}

    /** In the order in which it happened; verdicts before the attempt they led to. */
    List<Step> of(MessageId id) {
        List<Step> steps = new ArrayList<>(jdbc.sql("SELECT * FROM decision WHERE message_id = :id ORDER BY id")
                .param("id", id.value())
                .query((row, number) -> decided(row))
                .list());
        steps.addAll(jdbc.sql("SELECT * FROM attempt WHERE message_id = :id ORDER BY n")
                .param("id", id.value())
                .query((row, number) -> attempted(row))
                .list());
        steps.sort(Comparator.comparing(Step::at));
        return steps;
    }

    private static Decided decided(ResultSet row) throws SQLException {
        return new Decided(
                DatabaseTime.read(row, "at"),
                row.getString("gate"),
                row.getString("verdict"),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("rule_version"));
    }

    private static Attempted attempted(ResultSet row) throws SQLException {
        return new Attempted(
                DatabaseTime.read(row, "started_at"),
                row.getInt("n"),
                row.getString("provider"),
                row.getString("request_ref"),
                row.getString("provider_id"),
                row.getString("template_locale"),
                row.getInt("template_version"),
                row.getString("state"),
                row.getString("error_class"),
                row.getString("error_code"),
                DatabaseTime.readIfAny(row, "ended_at"));
    }
}
