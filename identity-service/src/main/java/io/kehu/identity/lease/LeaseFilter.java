package io.kehu.identity.lease;

import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.PageRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which leases a list shows; what is not asked for is not in the statement, so that each filter finds its index.
 *
 * @param createdBy only those of this subject; missing for callers who may see all
 */
record LeaseFilter(
        Lease.@Nullable State state,
        @Nullable String holder,
        @Nullable String createdBy) {

    static LeaseFilter of(Lease.@Nullable State state, @Nullable String holder, Caller caller) {
        return new LeaseFilter(state, holder, Lease.oversees(caller) ? null : caller.originatingSubject());
    }

    String sql(PageRequest page) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        addWhere(state, "state = :state", conditions);
        addWhere(holder, "holder = :holder", conditions);
        addWhere(createdBy, "created_by = :createdBy", conditions);
        addWhere(page.after(1), "id < :after", conditions);
        return "SELECT * FROM lease WHERE " + String.join(" AND ", conditions) + " ORDER BY id DESC LIMIT :limit";
    }

    Map<String, Object> parameters(PageRequest page) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("limit", page.fetch());
        addValue("state", state == null ? null : state.name(), parameters);
        addValue("holder", holder, parameters);
        addValue("createdBy", createdBy, parameters);
        Cursor after = page.after(1);
        addValue("after", after == null ? null : after.uuid(0), parameters);
        return parameters;
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
