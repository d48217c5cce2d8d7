package io.kehu.loyalty.member;

import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.loyalty.earning.Shop;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.contract.ErasureContract;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Members who are erased: the membership is closed, the books stay. */
@ServiceTest
class ErasureTests {

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void membersAreErasedAsCustomerServiceAsks() {
        String number = Shop.newNumber();
        new Shop(context).sell(number, 100);
        jdbc.sql("UPDATE earning_basis SET birthday = 'DAY' WHERE number = :n")
                .param("n", number)
                .update();

        ErasureContract.verify(api.as(SERVICE), "/loyalty/v1", number);

        assertThat(status(number)).isEqualTo("CLOSED");
        assertThat(jdbc.sql("SELECT posted FROM points_account WHERE number = :n")
                        .param("n", number)
                        .query(Long.class)
                        .single())
                .isEqualTo(100);
        assertThat(jdbc.sql("SELECT count(*) FROM earning_basis WHERE number = :n AND birthday IS NULL")
                        .param("n", number)
                        .query(Long.class)
                        .single())
                .isOne();
    }

    @Test
    void aMemberWhoWasMergedStaysMergedAndIsClosedBehindThat() {
        String survivor = Shop.newNumber();
        String loser = Shop.newNumber();
        new Shop(context).sell(loser, 10);
        new Shop(context).sell(survivor, 10);
        api.as(SERVICE)
                .put()
                .uri("/loyalty/v1/merges/" + UUID.randomUUID())
                .body(Map.of("survivor", survivor, "losers", List.of(loser)))
                .exchange()
                .expectStatus()
                .isOk();

        api.as(SERVICE)
                .put()
                .uri("/loyalty/v1/erasures/" + UUID.randomUUID())
                .body(Map.of("numbers", List.of(survivor, loser)))
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(status(survivor)).isEqualTo("CLOSED");
        assertThat(status(loser)).isEqualTo("MERGED");
        assertThat(jdbc.sql("SELECT status_before FROM member WHERE number = :n AND program = 'KEHU'")
                        .param("n", loser)
                        .query(String.class)
                        .single())
                .isEqualTo("CLOSED");
    }

    private String status(String number) {
        return jdbc.sql("SELECT status FROM member WHERE number = :n AND program = 'KEHU'")
                .param("n", number)
                .query(String.class)
                .single();
    }
}
