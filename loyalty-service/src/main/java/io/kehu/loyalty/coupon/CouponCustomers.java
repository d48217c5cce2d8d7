package io.kehu.loyalty.coupon;

import io.kehu.loyalty.LoyaltyProblem;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.web.problem.ProblemException;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose coupons they are. Members are locked before codes, and codes before what is counted of their coupon. */
@Repository
class CouponCustomers {

    private final JdbcClient jdbc;
    private final MergedNumbers merged;

    CouponCustomers(JdbcClient jdbc, MergedNumbers merged) {
        this.jdbc = jdbc;
        this.merged = merged;
    }

    private record Row(String number, String status) {}

    /**
     * All numbers of a customer, the living one first. Until the transaction ends they stay the same, and nobody else uses a coupon under any
     * of them.
     *
     * @throws ProblemException when there is no such member
     */
    List<String> lock(String program, String number) {
        return family(program, number, false);
    }

    /** @throws ProblemException when there is no such member, or it is suspended or closed */
    List<String> lockActive(String program, String number) {
        return family(program, number, true);
    }

    private List<String> family(String program, String number, boolean active) {
        merged.hold();
        List<String> family = merged.family(number);
        String status = jdbc.sql("""
                        SELECT status FROM member WHERE program = :program AND number = :number FOR NO KEY UPDATE
                        """)
                .param("program", program)
                .param("number", family.getFirst())
                .query(String.class)
                .optional()
                .orElseThrow(() -> new ProblemException(LoyaltyProblem.MEMBER_NOT_FOUND));
        if (active && !status.equals("ACTIVE")) {
            throw new ProblemException(LoyaltyProblem.MEMBER_NOT_ACTIVE);
        }
        return family;
    }

    /**
     * Until the transaction ends none of them is closed.
     *
     * @throws ProblemException which names those who are no members, or suspended or closed
     */
    void requireActive(String program, Collection<String> numbers) {
        merged.hold();
        List<Row> rows = jdbc.sql("""
                        WITH asked AS (SELECT number, living_number(number) AS living FROM unnest(:numbers) AS asked (number)),
                            found AS MATERIALIZED (
                                SELECT number, status FROM member WHERE program = :program AND number IN (SELECT living FROM asked)
                                ORDER BY number FOR SHARE)
                        SELECT a.number, coalesce(f.status, 'NONE') AS status FROM asked a LEFT JOIN found f ON f.number = a.living
                        WHERE f.status IS DISTINCT FROM 'ACTIVE' ORDER BY a.number
                        """)
                .param("program", program)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> new Row(row.getString("number"), row.getString("status")))
                .list();
        List<String> unknown = rows.stream()
                .filter(row -> row.status().equals("NONE"))
                .map(Row::number)
                .toList();
        if (!unknown.isEmpty()) {
            throw new ProblemException(LoyaltyProblem.MEMBER_NOT_FOUND).with("numbers", unknown);
        }
        if (!rows.isEmpty()) {
            throw new ProblemException(LoyaltyProblem.MEMBER_NOT_ACTIVE)
                    .with("numbers", rows.stream().map(Row::number).toList());
        }
    }

    /** As {@link #lock}, of these very numbers in all programmes. */
    void lockEverywhere(Collection<String> numbers) {
        jdbc.sql("SELECT number FROM member WHERE number = ANY (:numbers) ORDER BY program, number FOR NO KEY UPDATE")
                .param("numbers", numbers.toArray(String[]::new))
                .query(String.class)
                .list();
    }
}
