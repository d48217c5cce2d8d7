package io.kehu.loyalty.coupon;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code coupon_issue} and {@code coupon_issue_void}, and the codes an issue brings into {@code coupon_code}. */
@Repository
class IssueTable {

    private final JdbcClient jdbc;
    private final CodeSecrets secrets;

    IssueTable(JdbcClient jdbc, CodeSecrets secrets) {
        this.jdbc = jdbc;
        this.secrets = secrets;
    }

    /** A code as it is handed out. */
    record HandedOut(
            UUID id,
            @Nullable String number,
            String code,
            Instant validFrom,
            @Nullable Instant validTo) {}

    void insert(Coupon coupon, NewCodes codes, String actor) {
        jdbc.sql("""
                        INSERT INTO coupon_issue (id, program, coupon, seed, quantity, personal, actor, issued_at)
                        VALUES (:id, :program, :coupon, :seed, :quantity, :personal, :actor, :issuedAt::timestamptz)
                        """)
                .param("id", codes.issue())
                .param("program", coupon.program())
                .param("coupon", coupon.code())
                .param("seed", codes.seed())
                .param("quantity", codes.size())
                .param("personal", codes.numbers() != null)
                .param("actor", actor)
                .param("issuedAt", codes.issuedAt().toString())
                .update();
        List<String> texts = IntStream.range(0, codes.size())
                .mapToObj(position -> secrets.code(codes.seed(), position))
                .toList();
        List<CodeSecrets.Token> tokens = texts.stream().map(secrets::token).toList();
        List<String> numbers = codes.numbers();
        jdbc.sql("""
                        INSERT INTO coupon_code (id, issue, position, program, coupon, number, token, token2, hint, state, valid_from, valid_to,
                            changed_at)
                        SELECT id, :issue, n - 1, :program, :coupon, number, token, token2, hint, 'ISSUED', :validFrom::timestamptz,
                            :validTo::timestamptz, :issuedAt::timestamptz
                        FROM unnest(:ids, :numbers, :tokens, :tokens2, :hints) WITH ORDINALITY AS code (id, number, token, token2, hint, n)
                        """)
                .param("issue", codes.issue())
                .param("program", coupon.program())
                .param("coupon", coupon.code())
                .param("validFrom", coupon.validity().from().toString())
                .param(
                        "validTo",
                        codes.validTo() == null ? null : codes.validTo().toString())
                .param("issuedAt", codes.issuedAt().toString())
                .param("ids", codes.ids().toArray(UUID[]::new))
                .param("numbers", numbers == null ? new String[codes.size()] : numbers.toArray(String[]::new))
                .param(
                        "tokens",
                        tokens.stream().mapToLong(CodeSecrets.Token::token).toArray())
                .param(
                        "tokens2",
                        tokens.stream().mapToLong(CodeSecrets.Token::token2).toArray())
                .param(
                        "hints",
                        texts.stream()
                                .map(text -> text.substring(CodeForm.LENGTH - CodeForm.HINT))
                                .toArray(String[]::new))
                .update();
    }

    /** Once; what was said first stays. */
    void makeVoid(UUID issue, String reason, String actor, Instant now) {
        jdbc.sql("""
                        INSERT INTO coupon_issue_void (issue, reason, voided_by, voided_at) VALUES (:issue, :reason, :actor, :now::timestamptz)
                        ON CONFLICT DO NOTHING
                        """)
                .param("issue", issue)
                .param("reason", reason)
                .param("actor", actor)
                .param("now", now.toString())
                .update();
    }

    /** What the codes of an issue are for. */
    record Of(String program, String coupon) {}

    Optional<Of> find(UUID issue) {
        return jdbc.sql("SELECT program, coupon FROM coupon_issue WHERE id = :id")
                .param("id", issue)
                .query((row, index) -> new Of(row.getString("program"), row.getString("coupon")))
                .optional();
    }

    /** The codes of an issue in the clear, worked out again; to be shown to who had them issued, and nobody else. */
    List<HandedOut> handOut(UUID issue) {
        byte[] seed = jdbc.sql("SELECT seed FROM coupon_issue WHERE id = :id")
                .param("id", issue)
                .query(byte[].class)
                .single();
        // A code that was handed out as nobody's may have a number by now.
        return jdbc.sql("""
                        SELECT c.id, c.position, c.valid_from, c.valid_to, CASE WHEN i.personal THEN c.number END AS number
                        FROM coupon_issue i JOIN coupon_code c ON c.issue = i.id WHERE i.id = :issue ORDER BY c.position
                        """)
                .param("issue", issue)
                .query((row, index) -> new HandedOut(
                        row.getObject("id", UUID.class),
                        row.getString("number"),
                        CodeForm.grouped(secrets.code(seed, row.getInt("position"))),
                        row.getTimestamp("valid_from").toInstant(),
                        CouponTable.instant(row.getTimestamp("valid_to"))))
                .list();
    }
}
