package io.kehu.customer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Imports of several batches, which are worked on at the same time. */
@CustomerServiceTest
class ImportBatchesTests {

    private static final int ROWS = 990;
    private static final int EVERY = 90;

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private ImportsApi imports;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        imports = new ImportsApi(api);
    }

    @Test
    void rowsAboutOneCustomerInSeveralBatchesAllCount() {
        String phone = ImportsApi.phone();
        imports.importNow("姓名,手机\n%s,%s\n".formatted(ImportsApi.name(), phone));
        String number = imports.find(phone).getFirst();
        StringBuilder file = new StringBuilder("姓名,手机,邮箱,客户号\n");
        for (int row = 1; row <= ROWS; row++) {
            if (row % EVERY == 0) {
                file.append(",,m%d-%s@x.cn,%s\n".formatted(row, phone, number));
            } else {
                file.append("%s,%s,,\n".formatted(ImportsApi.name(), ImportsApi.phone()));
            }
        }

        String id = imports.importNow(file.toString());

        assertThat(imports.get(id).path("applied").asInt()).isEqualTo(ROWS);
        assertThat(jdbc.sql("SELECT count(*) FROM contact_point WHERE number = :number AND kind = 'EMAIL'")
                        .param("number", number)
                        .query(Integer.class)
                        .single())
                .isEqualTo(ROWS / EVERY);
        assertThat(jdbc.sql("""
                                SELECT count(DISTINCT number) FROM import_row
                                WHERE import_id = :id::uuid AND verdict = 'CREATE' AND applied
                                """).param("id", id).query(Integer.class).single()).isEqualTo(ROWS - ROWS / EVERY);
    }
}
