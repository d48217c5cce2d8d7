package io.kehu.customer.transfer;

import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AUDITOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** Rows that would register somebody who is probably there already wait for a person's word. */
@CustomerServiceTest
class ImportProbableTests {

    private static final String HEADER = "姓名,手机,生日\n";

    @Autowired
    private Api api;

    private ImportsApi imports;
    private String phone;
    private String number;

    @BeforeEach
    void somebodyIsHere() {
        IdentityStub.stub();
        imports = new ImportsApi(api);
        phone = ImportsApi.phone();
        imports.importNow(HEADER + "欧阳晓明,%s,1988-05-12\n".formatted(phone));
        number = imports.find(phone).getFirst();
    }

    @Test
    void whoIsProbablyHereIsHeldBackAndNotRegistered() {
        String stranger = ImportsApi.phone();
        String id = rehearsed(HEADER + spelledOtherwise(phone) + "欧阳晓明,%s,1988-05-12\n".formatted(stranger));

        assertThat(count(id, "PROBABLE_DUPLICATE")).isEqualTo(1);
        assertThat(count(id, "CREATE")).isEqualTo(1);
        assertThat(imports.get(id).path("changes").asInt()).isEqualTo(1);
        JsonNode held = imports.rows(id, "verdict=PROBABLE_DUPLICATE", MANAGER).getFirst();
        assertThat(held.path("number").asString()).isEqualTo(number);
        assertThat(held.path("reasons").path(0).asString()).isEqualTo("row:probable-duplicate:" + number);
        imports.run(id, "apply", "APPLIED");
        assertThat(imports.find(phone)).containsExactly(number);
        assertThat(imports.find(stranger)).hasSize(1);
    }

    @Test
    void familiesUnderOnePhoneAreNotHeldBack() {
        String id = rehearsed(HEADER + "欧阳建国,%s,1961-11-30\n".formatted(phone));

        assertThat(count(id, "PROBABLE_DUPLICATE")).isZero();
        imports.run(id, "apply", "APPLIED");
        assertThat(imports.find(phone)).hasSize(2);
    }

    @Test
    void theErrorFileNamesTheCustomerAndComesBackWithTheirNumber() {
        String id = rehearsed(HEADER + spelledOtherwise(phone));
        String errors = new String(imports.errors(id, "zh-CN"), StandardCharsets.UTF_8);
        assertThat(errors).contains("很可能是已有客户").contains(number);

        String again = rehearsed("客户号,手机,生日,邮箱\n%s,%s,1988-05-12,ouyang%s@canary.cn\n".formatted(number, phone, phone));

        assertThat(count(again, "UPDATE")).isEqualTo(1);
        imports.run(again, "apply", "APPLIED");
        assertThat(imports.find("ouyang" + phone + "@canary.cn")).containsExactly(number);
    }

    @Test
    void acceptedRowsAreRegistered() {
        String id = rehearsed(HEADER + spelledOtherwise(phone) + "张三,,\n");

        JsonNode accepted =
                ImportsApi.json(accept(id, tag(id), MANAGER, 1).expectStatus().isOk());

        assertThat(accepted.path("state").asString()).isEqualTo("CHECKED");
        assertThat(accepted.path("counts").path("PROBABLE_DUPLICATE").asInt()).isZero();
        assertThat(accepted.path("reasons").has("row:probable-duplicate")).isFalse();
        int changes = accepted.path("changes").asInt();
        assertThat(imports.run(id, "apply", "APPLIED").path("applied").asInt()).isEqualTo(changes);
        assertThat(imports.find(phone)).hasSize(2).contains(number);
    }

    @Test
    void whatIsAcceptedNeedsItsOwnApproval() {
        String many = IntStream.range(0, 1_000)
                .mapToObj(i -> "%s,%s,\n".formatted(ImportsApi.name(), ImportsApi.phone()))
                .collect(Collectors.joining());
        String id = rehearsed(HEADER + spelledOtherwise(phone) + many);
        assertThat(imports.get(id).path("approvalNeeded").asBoolean()).isFalse();
        imports.post(id, "approve", ADMIN).expectStatus().isOk();

        JsonNode accepted =
                ImportsApi.json(accept(id, tag(id), MANAGER, 1).expectStatus().isOk());

        assertThat(accepted.path("state").asString()).isEqualTo("CHECKED");
        assertThat(accepted.path("changes").asInt()).isEqualTo(1_001);
        assertThat(accepted.path("approvalNeeded").asBoolean()).isTrue();
        assertThat(accepted.has("approvedBy")).isFalse();
        imports.post(id, "apply", MANAGER).expectStatus().isEqualTo(409);
    }

    @Test
    void onlyRowsThatAreHeldBackCanBeAccepted() {
        String id = rehearsed(HEADER + spelledOtherwise(phone) + "欧阳晓明,%s,1988-05-12\n".formatted(ImportsApi.phone()));

        String problem = accept(id, tag(id), MANAGER, 1, 2)
                .expectStatus()
                .is4xxClientError()
                .returnResult(String.class)
                .getResponseBody();
        assertThat(problem).contains("not-held-back");
        assertThat(count(id, "PROBABLE_DUPLICATE")).as("all or nothing").isEqualTo(1);
        accept(id, "\"1\"", MANAGER, 1).expectStatus().isEqualTo(412);
        accept(id, tag(id), AUDITOR, 1).expectStatus().isForbidden();
        accept(id, tag(id), MANAGER).expectStatus().isBadRequest();
        imports.run(id, "apply", "APPLIED");
        accept(id, tag(id), MANAGER, 1).expectStatus().isEqualTo(409);
        assertThat(imports.find(phone)).containsExactly(number);
    }

    @Test
    void aFileMayAskForWhatIsCertainOnly() {
        String id = ImportsApi.id(imports.upload(HEADER + spelledOtherwise(phone)));
        imports.map(id, Map.of("duplicateCheck", "CERTAIN")).expectStatus().isOk();
        imports.run(id, "dry-run", "CHECKED");

        assertThat(imports.get(id).path("duplicateCheck").asString()).isEqualTo("CERTAIN");
        assertThat(count(id, "CREATE")).isEqualTo(1);
    }

    @Test
    void manyRowsAreLookedAtTogether() {
        List<String> phones =
                IntStream.range(0, 40).mapToObj(i -> ImportsApi.phone()).toList();
        imports.importNow(HEADER
                + phones.stream()
                        .map(one -> "欧阳晓明,%s,1988-05-12\n".formatted(one))
                        .collect(Collectors.joining()));

        String id = rehearsed(HEADER
                + phones.stream()
                        .map(one -> spelledOtherwise(one) + "%s,%s,\n".formatted(ImportsApi.name(), ImportsApi.phone()))
                        .collect(Collectors.joining()));

        assertThat(imports.rows(id, "verdict=PROBABLE_DUPLICATE", MANAGER))
                .extracting(row -> row.path("number").asString())
                .containsExactlyElementsOf(
                        phones.stream().map(one -> imports.find(one).getFirst()).toList());
        assertThat(count(id, "CREATE")).isEqualTo(40);
    }

    private static String spelledOtherwise(String phone) {
        return "Ouyang Xiaoming,%s,1988-05-12\n".formatted(phone);
    }

    private String rehearsed(String csv) {
        String id = ImportsApi.id(imports.upload(csv));
        assertThat(imports.run(id, "dry-run", "CHECKED").path("state").asString())
                .isEqualTo("CHECKED");
        return id;
    }

    private int count(String id, String verdict) {
        return imports.get(id).path("counts").path(verdict).asInt(-1);
    }

    private String tag(String id) {
        return api.as(MANAGER)
                .get()
                .uri("/customer/v1/imports/" + id)
                .exchange()
                .returnResult(String.class)
                .getResponseHeaders()
                .getETag();
    }

    private RestTestClient.ResponseSpec accept(String id, String tag, Role role, Integer... rows) {
        return api.as(role)
                .post()
                .uri("/customer/v1/imports/" + id + "/rows:accept")
                .header("If-Match", tag)
                .body(Map.of("rows", List.of(rows)))
                .exchange();
    }
}
