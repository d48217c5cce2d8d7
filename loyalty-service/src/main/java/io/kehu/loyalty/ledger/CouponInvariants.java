package io.kehu.loyalty.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/** What must hold of coupons, their codes and the orders these are on; each check selects what breaks it. */
final class CouponInvariants {

    static final Map<String, String> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("coupons-are-sum-of-their-codes", """
                SELECT d.program || '/' || d.code AS object FROM coupon d
                LEFT JOIN (
                    SELECT program, coupon, count(*) FILTER (WHERE state = 'RESERVED') AS reserved,
                        count(*) FILTER (WHERE state = 'REDEEMED') AS used
                    FROM coupon_code GROUP BY program, coupon
                ) c ON c.program = d.program AND c.coupon = d.code
                WHERE (d.reserved, d.used) IS DISTINCT FROM (coalesce(c.reserved, 0), coalesce(c.used, 0))
                """);
        CHECKS.put("coupons-keep-their-quota", """
                SELECT d.program || '/' || d.code AS object FROM coupon d
                JOIN coupon_use u ON u.program = d.program AND u.coupon = d.code AND u.state IN ('RESERVED', 'REDEEMED')
                GROUP BY d.program, d.code HAVING count(*) > d.quota
                """);
        CHECKS.put("codes-are-on-the-orders-they-say", """
                SELECT coalesce(c.id, u.code)::text AS object
                FROM (SELECT * FROM coupon_code WHERE state IN ('RESERVED', 'REDEEMED')) c
                FULL JOIN (SELECT * FROM coupon_use WHERE state IN ('RESERVED', 'REDEEMED')) u ON u.code = c.id
                WHERE (c.state, c.program, c.coupon) IS DISTINCT FROM (u.state, u.program, u.coupon)
                """);
        CHECKS.put("coupons-go-with-the-others-on-an-order", """
                SELECT u.channel || '/' || u.order_no AS object FROM coupon_use u
                JOIN coupon d ON d.program = u.program AND d.code = u.coupon
                WHERE u.state IN ('RESERVED', 'REDEEMED') AND d.stack_group IS NOT NULL
                GROUP BY u.program, u.channel, u.order_no, d.stack_group HAVING count(*) > 1
                """);
        CHECKS.put("void-issues-have-no-code-to-use", """
                SELECT c.id::text AS object FROM coupon_code c JOIN coupon_issue_void v ON v.issue = c.issue
                WHERE c.state IN ('ISSUED', 'RESERVED')
                """);
        CHECKS.put("issues-have-all-their-codes", """
                SELECT i.id::text AS object FROM coupon_issue i LEFT JOIN coupon_code c ON c.issue = i.id
                GROUP BY i.id HAVING count(c.id) <> i.quantity OR (i.personal AND count(c.number) <> i.quantity)
                """);
    }

    private CouponInvariants() {}
}
