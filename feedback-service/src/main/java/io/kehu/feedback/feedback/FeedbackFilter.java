package io.kehu.feedback.feedback;

import io.kehu.feedback.CustomerNumber;
import io.kehu.feedback.Times;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which feedback a list shows; what is not asked for is not in the statement, so that each filter finds its index. */
record FeedbackFilter(
        @Nullable CustomerNumber number,
        @Nullable Channel channel,
        @Nullable Kind kind,
        @Nullable Instant from,
        @Nullable Instant to) {

    private static final int CURSOR_PARTS = 2;

    String sql(PageRequest page) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        addWhere(number, "customer_number = ANY (number_family(:number))", conditions);
        addWhere(channel, "channel = :channel", conditions);
        addWhere(kind, "kind = :kind", conditions);
        addWhere(from, "occurred_at >= :from", conditions);
        addWhere(to, "occurred_at < :to", conditions);
        addWhere(page.after(CURSOR_PARTS), "(occurred_at, id) < (:afterTime, :afterId)", conditions);
        return Feedbacks.SELECT + "WHERE " + String.join(" AND ", conditions)
                + " ORDER BY occurred_at DESC, id DESC LIMIT :limit";
    }

    Map<String, Object> parameters(PageRequest page) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("limit", page.fetch());
        addValue("number", CustomerNumber.text(number), parameters);
        addValue("channel", channel == null ? null : channel.name(), parameters);
        addValue("kind", kind == null ? null : kind.name(), parameters);
        addValue("from", Times.parameterOrNull(from), parameters);
        addValue("to", Times.parameterOrNull(to), parameters);
        Cursor after = page.after(CURSOR_PARTS);
        if (after != null) {
            parameters.put("afterTime", Times.parameter(after.instant(0)));
            parameters.put("afterId", after.uuid(1));
        }
        return parameters;
    }

    static Cursor position(Feedback feedback) {
        return Cursor.of(feedback.occurredAt(), feedback.id());
    }

    private static void addWhere(@Nullable Object value, String condition, List<String> conditions) {
        if (value != null) {
            conditions.add(condition);
        }
    }

    private static void addValue(String name, @Nullable Object value, Map<String, Object> parameters) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
