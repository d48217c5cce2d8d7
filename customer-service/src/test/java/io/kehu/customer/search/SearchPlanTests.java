package io.kehu.customer.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.Scope;
import io.kehu.starter.database.Transactions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How PostgreSQL is asked. */
@CustomerServiceTest
class SearchPlanTests {

    private static final int UNTIL_THE_DRIVER_PREPARES_AND_THE_SERVER_WOULD_GENERALISE = 20;

    @Autowired
    private FindCustomers find;

    @Autowired
    private Transactions transactions;

    @Autowired
    private JdbcClient jdbc;

    /** A plan for any token walks through the whole stock to find a rare one. */
    @Test
    void everyQuestionIsPlannedForItsOwnTokens() {
        Question question = find.understand("13800001111");

        Plans plans = transactions.call(() -> {
            for (int i = 0; i < UNTIL_THE_DRIVER_PREPARES_AND_THE_SERVER_WOULD_GENERALISE; i++) {
                find.find(question, Scope.ofEverything(), null, 50);
            }
            return jdbc.sql("""
                            SELECT sum(generic_plans) AS generic, sum(custom_plans) AS own FROM pg_prepared_statements
                            WHERE statement LIKE '%FROM customer c%search_tokens @>%'
                            """).query(Plans.class).single();
        });

        assertThat(plans.own()).isGreaterThan(10);
        assertThat(plans.generic()).isZero();
    }

    private record Plans(long generic, long own) {}
}
