package io.kehu.customer.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Rows that are about one person only because of what other rows say. */
@CustomerServiceTest
class ImportChainTests {

    @Autowired
    private Api api;

    private ImportsApi imports;
    private final String name = ImportsApi.name();
    private final String phone = ImportsApi.phone();

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        imports = new ImportsApi(api);
    }

    @Test
    void aRowMayMeetACustomerByWhatTheRowBeforeItAdds() {
        String id = imports.importNow("""
                姓名,手机,邮箱
                %1$s,%2$s,
                %1$s,%2$s,%2$s@x.cn
                %1$s,,%2$s@x.cn
                """.formatted(name, phone));

        assertThat(imports.get(id).path("applied").asInt()).isEqualTo(3);
        assertThat(imports.find(phone)).hasSize(1);
        assertThat(imports.find(phone + "@x.cn")).isEqualTo(imports.find(phone));
    }

    @Test
    void aRowWithoutANameDoesNotMakeACustomerIntoSomebodyElse() {
        String other = ImportsApi.phone();
        imports.importNow("姓名,手机\n%1$s,%2$s\n%1$s,%3$s\n".formatted(name, phone, other));
        String number = imports.find(phone).getFirst();

        String id = ImportsApi.id(imports.upload("客户号,手机\n%s,%s\n".formatted(number, other)));
        JsonNode checked = imports.run(id, "dry-run", "CHECKED");

        assertThat(checked.path("counts").path("CONFLICT").asInt()).isEqualTo(1);
        assertThat(checked.path("reasons").path("row:matches-several").asInt()).isEqualTo(1);
    }

    @Test
    void oneOfTwoCustomersGetsWhatRowsWithoutANameGiveToBoth() {
        String other = ImportsApi.phone();
        String shared = ImportsApi.phone();
        imports.importNow("姓名,手机\n%1$s,%2$s\n%1$s,%3$s\n".formatted(name, phone, other));

        String id = imports.importNow("客户号,手机\n%s,%s\n%s,%s\n"
                .formatted(
                        imports.find(phone).getFirst(),
                        shared,
                        imports.find(other).getFirst(),
                        shared));

        assertThat(imports.get(id).path("state").asString()).isEqualTo("APPLIED");
        assertThat(imports.get(id).path("counts").path("CONFLICT").asInt()).isEqualTo(1);
        assertThat(imports.find(shared)).isEqualTo(imports.find(phone));
    }

    @Test
    void aNewCustomerMayHaveWhatARowWithoutANameGivesToAKnownOne() {
        String shared = ImportsApi.phone();
        imports.importNow("姓名,手机\n%s,%s\n".formatted(name, phone));
        String number = imports.find(phone).getFirst();

        String id = imports.importNow("客户号,姓名,手机\n,%2$s,%3$s\n%1$s,,%3$s\n".formatted(number, name, shared));

        assertThat(imports.get(id).path("counts").path("CREATE").asInt()).isEqualTo(1);
        assertThat(imports.get(id).path("counts").path("CONFLICT").asInt()).isEqualTo(1);
        assertThat(imports.find(shared)).hasSize(1).doesNotContain(number);
    }
}
