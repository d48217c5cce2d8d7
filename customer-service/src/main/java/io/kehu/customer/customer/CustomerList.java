package io.kehu.customer.customer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Pages of customers in the order of their numbers, and whether somebody may touch one. Each branch of a scope has its own index. */
@Repository
public class CustomerList {

    /** What codes of tags look like. */
    public static final String TAG_CODE = "[a-z0-9][a-z0-9-]{0,39}";

    private final JdbcClient jdbc;

    CustomerList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What a list is narrowed to, by what is not personal.
     *
     * @param tag code of a tag they carry
     * @param pool code of the pool they lie in, owned by nobody
     */
    public record Filter(
            CustomerDraft.@Nullable Stage stage,
            @Nullable String owner,
            @Nullable String team,
            @Nullable String pool,
            @Nullable String tag) {

        private List<String> conditions() {
            List<String> conditions = new ArrayList<>();
            addIf(conditions, stage, "c.stage = :stage");
            addIf(conditions, owner, "c.owner = :owner");
            addIf(conditions, team, "c.team = :team");
            addIf(conditions, pool, "c.pool = :pool AND c.owner IS NULL AND c.team IS NULL");
            addIf(conditions, tag, "EXISTS (SELECT 1 FROM customer_tag t WHERE t.number = c.number AND t.tag = :tag)");
            return conditions;
        }

        private Map<String, Object> parameters() {
            Map<String, Object> parameters = new HashMap<>();
            putIf(parameters, "stage", stage == null ? null : stage.name());
            putIf(parameters, "owner", owner);
            putIf(parameters, "team", team);
            putIf(parameters, "pool", pool);
            putIf(parameters, "tag", tag);
            return parameters;
        }

        private static void addIf(List<String> conditions, @Nullable Object value, String condition) {
            if (value != null) {
                conditions.add(condition);
            }
        }

        private static void putIf(Map<String, Object> parameters, String name, @Nullable String value) {
            if (value != null) {
                parameters.put(name, value);
            }
        }
    }

    /** Of the active customers in the scope, narrowed further by what others know of them. */
    public List<CustomerNumber> page(
            Filter filter, Restriction restriction, Scope scope, @Nullable String after, int limit) {
        List<String> conditions = filter.conditions();
        conditions.add("c.status = 'ACTIVE'");
        conditions.addAll(restriction.conditions());
        if (after != null) {
            conditions.add("c.number > :after");
        }
        JdbcClient.StatementSpec statement = jdbc.sql(scope.everything() ? all(conditions) : within(conditions))
                .params(filter.parameters())
                .params(restriction.parameters())
                .params(scope.parameters())
                .param("limit", limit);
        if (after != null) {
            statement = statement.param("after", after);
        }
        return statement
                .query((row, index) -> new CustomerNumber(row.getString("number")))
                .list();
    }

    /** How many of them there are. @param most where counting ends */
    public int count(Filter filter, Restriction restriction, Scope scope, int most) {
        List<String> conditions = filter.conditions();
        conditions.add("c.status = 'ACTIVE'");
        conditions.addAll(restriction.conditions());
        String found = scope.everything() ? all(conditions) : within(conditions);
        return jdbc.sql("SELECT count(*) FROM (" + found + ") AS found")
                .params(filter.parameters())
                .params(restriction.parameters())
                .params(scope.parameters())
                .param("limit", most)
                .query(Integer.class)
                .single();
    }

    /** Those of these customers that are in the scope, and not erased. */
    public List<CustomerNumber> admitted(Scope scope, Collection<CustomerNumber> numbers) {
        return jdbc.sql("SELECT number FROM customer c"
                        + " WHERE number = ANY (:numbers) AND status NOT IN ('MERGED', 'ERASED') AND "
                        + scope.condition())
                .param("numbers", numbers.stream().map(CustomerNumber::value).toArray(String[]::new))
                .params(scope.parameters())
                .query((row, index) -> new CustomerNumber(row.getString("number")))
                .list();
    }

    public Optional<Customer.Status> status(CustomerNumber number) {
        return jdbc.sql("SELECT status FROM customer WHERE number = :number")
                .param("number", number.value())
                .query((row, index) -> Customer.Status.valueOf(row.getString("status")))
                .optional();
    }

    private static String all(List<String> conditions) {
        return "SELECT c.number FROM customer c" + where(conditions) + " ORDER BY c.number LIMIT :limit";
    }

    /** What is theirs, their teams' and in their pools, each by its own index, merged. */
    private static String within(List<String> conditions) {
        return """
                SELECT number FROM (
                    (%s)
                    UNION
                    (%s)
                    UNION
                    (SELECT mine.number FROM unnest(:scopeTeams) AS own (team) CROSS JOIN LATERAL (%s) mine)
                    UNION
                    (SELECT open.number FROM unnest(:scopePools) AS own (pool) CROSS JOIN LATERAL (%s) open)
                ) AS visible ORDER BY number LIMIT :limit
                """.formatted(
                        branch("c.number = :scopeSelf", conditions),
                        branch("c.owner = :scopeSubject", conditions),
                        branch("c.team = own.team", conditions),
                        branch("c.owner IS NULL AND c.team IS NULL AND c.pool = own.pool", conditions));
    }

    private static String branch(String condition, List<String> conditions) {
        List<String> both = new ArrayList<>(List.of(condition));
        both.addAll(conditions);
        return all(both);
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
}
