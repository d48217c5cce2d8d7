package io.kehu.loyalty.member;

import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.starter.erasing.ErasureItem;
import io.kehu.starter.erasing.ErasureItem.Ground;
import io.kehu.starter.erasing.ErasurePart;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Memberships of customers who are erased are closed; the books stay, under a bare number, so that they go on adding up. */
@Component
class CloseErased implements ErasurePart {

    private final JdbcClient jdbc;
    private final MemberAccounts members;

    CloseErased(JdbcClient jdbc, MemberAccounts members) {
        this.jdbc = jdbc;
        this.members = members;
    }

    @Override
    public List<ErasureItem> find(List<String> numbers) {
        return jdbc.sql("""
                        SELECT (SELECT count(*) FROM member WHERE number = ANY (:numbers)) AS memberships,
                            (SELECT coalesce(sum(posted), 0) FROM points_account
                             WHERE kind = 'MEMBER' AND number = ANY (:numbers) AND program IN (SELECT code FROM program)) AS points
                        """)
                .param("numbers", numbers.toArray(String[]::new))
                .query((row, index) -> List.of(
                        ErasureItem.anonymised("MEMBERSHIPS", row.getLong("memberships"), Ground.ACCOUNTING),
                        ErasureItem.kept("POINTS", row.getLong("points"), Ground.ACCOUNTING)))
                .single();
    }

    @Override
    public void erase(List<String> numbers) {
        members.lockEverywhere(numbers);
        jdbc.sql("""
                        UPDATE member SET status = CASE status WHEN 'MERGED' THEN status ELSE 'CLOSED' END,
                            status_before = CASE status WHEN 'MERGED' THEN 'CLOSED' END, version = version + 1
                        WHERE number = ANY (:numbers)
                        """).param("numbers", numbers.toArray(String[]::new)).update();
    }
}
