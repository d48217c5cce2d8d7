package io.kehu.loyalty.coupon;

import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import io.kehu.starter.security.token.Caller;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Coupons of customers who are erased are good for nothing any more; what was redeemed stays, under a bare number. */
@Component
class VoidErasedCoupons implements ErasurePart {

    private static final String REASON = "erasure";

    private final JdbcClient jdbc;
    private final MemberAccounts members;
    private final UseCoupons using;

    VoidErasedCoupons(JdbcClient jdbc, MemberAccounts members, UseCoupons using) {
        this.jdbc = jdbc;
        this.members = members;
        this.using = using;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("""
                        SELECT (SELECT count(*) FROM coupon_code WHERE number = ANY (:numbers) AND state IN ('ISSUED', 'RESERVED')) AS open,
                            (SELECT count(*) FROM coupon_code WHERE number = ANY (:numbers) AND state = 'REDEEMED') AS redeemed
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> List.of(
                        ErasureItem.deleted("COUPONS", row.getLong("open")),
                        ErasureItem.kept("REDEEMED_COUPONS", row.getLong("redeemed"), Ground.ACCOUNTING)))
                .single();
    }

    @Override
    public void erase(List<String> numbers) {
        // In the order of a merge: accounts before members.
        members.lockEverywhere(numbers);
        using.makeVoid(
                numbers,
                REASON,
                Caller.current()
                        .orElseGet(() -> Caller.system("loyalty-service"))
                        .originatingSubject());
    }
}
