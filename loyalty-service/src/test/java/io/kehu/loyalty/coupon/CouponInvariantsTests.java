package io.kehu.loyalty.coupon;

import static io.kehu.loyalty.coupon.CouponDesk.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.loyalty.ledger.Invariants;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.ServiceTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What would be wrong with coupons is found by the audit. */
@ServiceTest
class CouponInvariantsTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Invariants invariants;

    @Autowired
    private Transactions transactions;

    @Autowired
    private JdbcClient jdbc;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "coupons-are-sum-of-their-codes | UPDATE coupon SET used = 0 WHERE code = '{coupon}'",
                "coupons-are-sum-of-their-codes | UPDATE coupon SET used = 0, reserved = 1 WHERE code = '{coupon}'",
                "codes-are-on-the-orders-they-say | UPDATE coupon_code SET state = 'RESERVED' WHERE coupon = '{coupon}' AND state = 'ISSUED'",
                "codes-are-on-the-orders-they-say | UPDATE coupon_use SET state = 'RETURNED', ended_at = now() WHERE coupon = '{coupon}'",
                "codes-are-on-the-orders-they-say | UPDATE coupon_code SET state = 'ISSUED' WHERE coupon = '{coupon}' AND state = 'REDEEMED'",
                "coupons-keep-their-quota | INSERT INTO coupon_use SELECT uuidv7(), c.id, u.program, u.coupon, NULL, u.number, u.channel, 'T-2',"
                        + " u.amount_minor, u.currency, u.off_minor, u.state, 'x', now(), NULL, now() FROM coupon_use u"
                        + " JOIN coupon_code c ON c.coupon = u.coupon AND c.state = 'ISSUED' WHERE u.coupon = '{coupon}'",
                "coupons-go-with-the-others-on-an-order | INSERT INTO coupon_use SELECT uuidv7(), c.id, u.program, '{other}', NULL, u.number,"
                        + " u.channel, u.order_no, u.amount_minor, u.currency, u.off_minor, u.state, 'x', now(), NULL, now() FROM coupon_use u"
                        + " JOIN coupon_code c ON c.coupon = '{other}' WHERE u.coupon = '{coupon}'",
                "void-issues-have-no-code-to-use | INSERT INTO coupon_issue_void SELECT id, 'x', 'x', now() FROM coupon_issue WHERE coupon = '{other}'",
                "issues-have-all-their-codes | INSERT INTO coupon_issue SELECT uuidv7(), program, coupon, decode(md5(id::text), 'hex'), 1, false, 'x',"
                        + " now() FROM coupon_issue WHERE coupon = '{coupon}'",
            })
    void theAuditFinds(String check, String sql) {
        String group = ", \"quota\": 1, \"stackGroup\": \"G1\"";
        CouponDesk desk = new CouponDesk(context).defined(PLAIN + group);
        CouponDesk other = new CouponDesk(context).defined(PLAIN + group);
        desk.step("redeem", desk.codes(1).getFirst(), desk.member(), "T-1-" + desk.code())
                .expectStatus()
                .isOk();
        desk.codes(1);
        other.codes(1);
        String planted = sql.replace("{coupon}", desk.code()).replace("{other}", other.code());

        assertThatThrownBy(() -> transactions.run(() -> {
                    assertThat(jdbc.sql(planted).update()).isPositive();
                    throw new FoundException(found());
                }))
                .isInstanceOfSatisfying(
                        FoundException.class, found -> assertThat(found.checks).contains(check));
        assertThat(found()).isEmpty();
    }

    @Test
    void theAuditIsContentWithNothing() {
        new CouponDesk(context).defined(PLAIN);

        assertThat(found()).isEmpty();
    }

    private List<String> found() {
        return invariants.run().stream()
                .filter(one -> one.violations() > 0)
                .map(Invariants.Check::name)
                .toList();
    }

    /** Takes back what was planted. */
    private static final class FoundException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient List<String> checks;

        FoundException(List<String> checks) {
            this.checks = checks;
        }
    }
}
