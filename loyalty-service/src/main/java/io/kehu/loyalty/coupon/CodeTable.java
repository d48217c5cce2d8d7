package io.kehu.loyalty.coupon;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code coupon_code}. A code is read with everything that decides about it in one statement, so that a refusal takes as long for
 * one reason as for another.
 */
@Repository
class CodeTable {

    private static final String STATE =
            "CASE WHEN c.state = 'ISSUED' AND c.valid_to <= :now::timestamptz THEN 'EXPIRED' ELSE c.state END";

    private static final String SELECT =
            "SELECT " + CouponTable.COLUMNS + ", " + UseTable.COLUMNS + ", " + STATE + " AS code_state," + """
             c.id, c.issue, c.token, c.token2, c.number, c.hint, c.valid_from, c.valid_to, c.void_reason,
                (SELECT count(*) FROM coupon_use o
                 WHERE o.number = ANY (coalesce(:family::text[], number_family(coalesce(c.number, u.number)))) AND o.program = c.program
                    AND o.coupon = c.coupon AND o.state IN ('RESERVED', 'REDEEMED') AND o.code <> c.id) AS had,
                EXISTS (SELECT FROM coupon_use o
                    WHERE o.order_no = :orderNo::text AND o.channel = :channel::text AND o.program = c.program
                        AND (o.coupon = c.coupon OR o.stack_group = d.stack_group)
                        AND o.state IN ('RESERVED', 'REDEEMED') AND o.code <> c.id) AS order_has_one
            FROM coupon_code c JOIN coupon d ON d.program = c.program AND d.code = c.coupon
            LEFT JOIN coupon_use u ON u.code = c.id AND u.state IN ('RESERVED', 'REDEEMED')
            """;

    private final JdbcClient jdbc;

    CodeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is asked about: a customer and an order, or neither.
     *
     * @param family all numbers of the customer
     */
    record Question(
            Instant now,
            @Nullable List<String> family,
            @Nullable Channel channel,
            @Nullable String orderNo) {

        static Question at(Instant now) {
            return new Question(now, null, null, null);
        }
    }

    /** Which codes of a coupon are looked for. */
    record Filter(
            @Nullable String number,
            @Nullable String hint,
            @Nullable CodeState state,
            @Nullable UUID issue) {}

    /** What nobody has is worked out for another code and thrown away, so that it takes as long as what somebody has. */
    Optional<IssuedCode> find(String program, CodeSecrets.Token token, Question question) {
        return select("""
                        WHERE c.id = coalesce(
                            (SELECT k.id FROM coupon_code k WHERE k.token = :token AND k.token2 = :token2 AND k.program = :program),
                            (SELECT k.id FROM coupon_code k ORDER BY k.id DESC LIMIT 1))
                        """, question)
                .param("token", token.token())
                .param("token2", token.token2())
                .param("program", program)
                .query((row, index) ->
                        new Found(new CodeSecrets.Token(row.getLong("token"), row.getLong("token2")), code(row)))
                .optional()
                .filter(found -> found.token().equals(token))
                .map(Found::code);
    }

    private record Found(CodeSecrets.Token token, IssuedCode code) {}

    Optional<IssuedCode> find(UUID id, Question question) {
        return select("WHERE c.id = :id", question)
                .param("id", id)
                .query((row, index) -> code(row))
                .optional();
    }

    /** Newest first. */
    List<IssuedCode> list(
            String program, String coupon, Filter filter, @Nullable UUID before, int limit, Question question) {
        return select(
                        "WHERE c.program = :program AND c.coupon = :coupon"
                                + " AND (:number::text IS NULL OR c.number = ANY (number_family(:number::text)))"
                                + " AND (:hint::text IS NULL OR c.hint = :hint) AND (:issue::uuid IS NULL OR c.issue = :issue::uuid)"
                                + " AND (:state::text IS NULL OR " + STATE + " = :state)"
                                + " AND (:before::uuid IS NULL OR c.id < :before::uuid) ORDER BY c.id DESC LIMIT :limit",
                        question)
                .param("program", program)
                .param("coupon", coupon)
                .param("number", filter.number())
                .param("hint", filter.hint())
                .param("state", filter.state() == null ? null : filter.state().name())
                .param("issue", text(filter.issue()))
                .param("before", text(before))
                .param("limit", limit)
                .query((row, index) -> code(row))
                .list();
    }

    /** Under all numbers of a customer, newest first. */
    List<IssuedCode> of(String program, @Nullable UUID before, int limit, Question question) {
        return select(
                        "WHERE c.number = ANY (:family::text[]) AND c.program = :program"
                                + " AND (:before::uuid IS NULL OR c.id < :before::uuid) ORDER BY c.id DESC LIMIT :limit",
                        question)
                .param("program", program)
                .param("before", text(before))
                .param("limit", limit)
                .query((row, index) -> code(row))
                .list();
    }

    /**
     * One conditional statement decides.
     *
     * @param redeemer whose it is from now on when it was nobody's
     * @return false when it stands elsewhere by now
     */
    boolean move(UUID id, CodeState from, CodeState to, @Nullable String redeemer, Instant now) {
        return jdbc.sql("""
                        UPDATE coupon_code SET state = :to, number = coalesce(number, :redeemer), changed_at = :now::timestamptz
                        WHERE id = :id AND state = :from
                        """)
                        .param("id", id)
                        .param("from", from.name())
                        .param("to", to.name())
                        .param("redeemer", redeemer)
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    /** @return false when it stands elsewhere by now */
    boolean makeVoid(UUID id, CodeState from, String reason, String actor, Instant now) {
        return jdbc.sql("""
                        UPDATE coupon_code SET state = 'VOID', void_reason = :reason, voided_by = :actor, changed_at = :now::timestamptz
                        WHERE id = :id AND state = :from
                        """)
                        .param("id", id)
                        .param("from", from.name())
                        .param("reason", reason)
                        .param("actor", actor)
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    /** How those of an issue stand, by state; nobody changes them until the transaction ends. */
    Map<CodeState, Integer> lockIssue(UUID issue) {
        Map<CodeState, Integer> states = new EnumMap<>(CodeState.class);
        jdbc.sql("SELECT state FROM coupon_code WHERE issue = :issue ORDER BY id FOR UPDATE")
                .param("issue", issue)
                .query(row -> {
                    states.merge(CodeState.valueOf(row.getString("state")), 1, Integer::sum);
                });
        return states;
    }

    /** One that came back though its issue was made void meanwhile. */
    void makeVoidWithItsIssue(UUID id, Instant now) {
        jdbc.sql("""
                        UPDATE coupon_code c SET state = 'VOID', void_reason = v.reason, voided_by = v.voided_by, changed_at = :now::timestamptz
                        FROM coupon_issue_void v WHERE c.id = :id AND c.state = 'ISSUED' AND v.issue = c.issue
                        """).param("id", id).param("now", now.toString()).update();
    }

    /** All of an issue that are not redeemed. */
    void makeIssueVoid(UUID issue, String reason, String actor, Instant now) {
        jdbc.sql("""
                        UPDATE coupon_code SET state = 'VOID', void_reason = :reason, voided_by = :actor, changed_at = :now::timestamptz
                        WHERE issue = :issue AND state IN ('ISSUED', 'RESERVED')
                        """)
                .param("issue", issue)
                .param("reason", reason)
                .param("actor", actor)
                .param("now", now.toString())
                .update();
    }

    /** Those of these very numbers that are not redeemed, locked; by id. */
    List<UUID> openOf(Collection<String> numbers) {
        return jdbc.sql("""
                        SELECT id FROM coupon_code WHERE number = ANY (:numbers) AND state IN ('ISSUED', 'RESERVED')
                        ORDER BY program, coupon, id FOR UPDATE
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query(UUID.class)
                .list();
    }

    private JdbcClient.StatementSpec select(String where, Question question) {
        List<String> family = question.family();
        return jdbc.sql(SELECT + where)
                .param("now", question.now().toString())
                .param("family", family == null ? null : family.toArray(String[]::new))
                .param(
                        "channel",
                        question.channel() == null ? null : question.channel().name())
                .param("orderNo", question.orderNo());
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    private static IssuedCode code(ResultSet row) throws SQLException {
        return new IssuedCode(
                row.getObject("id", UUID.class),
                row.getObject("issue", UUID.class),
                CouponTable.coupon(row),
                row.getString("number"),
                row.getString("hint"),
                CodeState.valueOf(row.getString("code_state")),
                row.getTimestamp("valid_from").toInstant(),
                CouponTable.instant(row.getTimestamp("valid_to")),
                row.getString("void_reason"),
                row.getObject("use_id") == null ? null : UseTable.use(row),
                row.getLong("had"),
                row.getBoolean("order_has_one"));
    }
}
