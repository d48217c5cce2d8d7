package io.kehu.customer.transfer;

import static io.kehu.customer.customer.RecordApi.json;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static io.kehu.starter.security.Role.PRIVACY_OFFICER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.RecordApi;
import io.kehu.customer.customer.SampleIds;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The whole record as columns of a file: read, compared, shown, taken back. */
@CustomerServiceTest
class ImportParticularsTests {

    private static final String CHINESE_HEADER = "姓名,客户类型,曾用名,性别,国籍,身份证号,护照号,统一社会信用代码,微信号,QQ,微博,地址,邮编,农历生日,会员卡号\n";

    @Autowired
    private Api api;

    private ImportsApi imports;
    private RecordApi records;
    private String tag;
    private String name;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        imports = new ImportsApi(api);
        records = new RecordApi(api);
        tag = UUID.randomUUID().toString().substring(0, 8);
        name = ImportsApi.name();
    }

    @Test
    void aChineseFileFillsTheWholeRecord() {
        String id = SampleIds.nationalId();
        imports.importNow(CHINESE_HEADER
                + "%s,个人,%s旧、%s更旧,女,中国,'%s,GB: AB 123%s,,wx_%s,10%d,@weibo%s,浙江省杭州市西湖区文三路90号东部软件园,310012,1988-3-26,P%s\n"
                        .formatted(name, name, name, id, tag, tag, Math.abs(tag.hashCode()), tag, tag));

        JsonNode customer = imports.customer(imports.find(id).getFirst());

        assertThat(customer.path("kind").stringValue()).isEqualTo("PERSON");
        JsonNode particulars = customer.path("particulars");
        assertThat(particulars
                        .path("formerNames")
                        .valueStream()
                        .map(former -> former.path("fullName").stringValue()))
                .containsExactly(name + "旧", name + "更旧");
        assertThat(particulars.path("sex").stringValue()).isEqualTo("FEMALE");
        assertThat(particulars.path("nationality").stringValue()).isEqualTo("CN");
        assertThat(particulars.path("nationalId").stringValue()).isEqualTo(id);
        assertThat(particulars.path("foreignId").path("country").stringValue()).isEqualTo("GB");
        assertThat(customer.path("birthDate").stringValue()).isEqualTo("1988-03-26");
        assertThat(customer.path("birthDateLunar").asBoolean()).isTrue();
        JsonNode address = contact(customer, "ADDRESS").path("address");
        assertThat(address.path("province").stringValue()).isEqualTo("浙江省");
        assertThat(address.path("city").stringValue()).isEqualTo("杭州市");
        assertThat(address.path("district").stringValue()).isEqualTo("西湖区");
        assertThat(address.path("street").stringValue()).isEqualTo("文三路90号东部软件园");
        assertThat(address.path("postcode").stringValue()).isEqualTo("310012");
        assertThat(contact(customer, "WECHAT").path("weChat").stringValue()).isEqualTo("wx_" + tag);
        assertThat(contact(customer, "WECHAT").path("source").stringValue()).isEqualTo("IMPORT");
        assertThat(customer.path("contactPoints")
                        .valueStream()
                        .map(point -> point.path("social").stringValue("")))
                .contains("qq:10" + Math.abs(tag.hashCode()), "weibo:weibo" + tag);
        assertThat(imports.find("weibo:weibo" + tag)).hasSize(1);
        assertThat(customer.path("provenance").path("nationalId").path("source").stringValue())
                .isEqualTo("IMPORT");
    }

    @Test
    void anEnglishFileOfOrganisationsAndPersonsIsUnderstood() {
        String code = SampleIds.creditCode();
        String id = ImportsApi.id(imports.upload(
                "First name,Last name,Customer type,Gender,Nationality,Passport,Credit code,Street address,City,Country,Postcode,Email\n"
                        + "Ann,Canary%s,person,F,United Kingdom,X%s,,1 High Street,Leeds,United Kingdom,LS1 4DY,a%s@x.cn\n"
                                .formatted(tag, tag, tag)
                        + "Acme,Works%s,company,,,,%s,文三路1号,杭州市,China,310012,o%s@x.cn\n".formatted(tag, code, tag)));
        imports.run(id, "dry-run", "CHECKED");
        imports.run(id, "apply", "APPLIED");

        assertThat(imports.get(id).path("counts").path("CREATE").asInt()).isEqualTo(2);
        JsonNode person = imports.customer(imports.find("a" + tag + "@x.cn").getFirst());
        assertThat(person.path("fullName").stringValue()).isEqualTo("Ann Canary" + tag);
        assertThat(person.path("particulars").path("givenName").stringValue()).isEqualTo("Ann");
        assertThat(person.path("particulars").path("foreignId").path("country").stringValue())
                .isEqualTo("GB");
        JsonNode address = contact(person, "ADDRESS").path("address");
        assertThat(address.path("country").stringValue()).isEqualTo("GB");
        assertThat(address.path("lines")
                        .valueStream()
                        .map(line -> line.path("line").stringValue()))
                .containsExactly("1 High Street", "Leeds");
        JsonNode organisation = imports.customer(imports.find(code).getFirst());
        assertThat(organisation.path("kind").stringValue()).isEqualTo("ORGANISATION");
        assertThat(contact(organisation, "ADDRESS").path("address").path("city").stringValue())
                .isEqualTo("杭州市");
    }

    @Test
    void whatCannotBeUnderstoodComesBackWithItsReason() {
        String id = ImportsApi.id(imports.upload("姓名,客户类型,性别,国籍,身份证号,护照号,统一社会信用代码,微信号,社交账号,邮编,地址,生日,农历生日\n"
                + "%s甲,神仙,x,火星,123,,,,,,,,\n".formatted(name)
                + "%s乙,,,,1.10105E+17,P123,,?,nobody,,,,\n".formatted(name)
                + "%s丙,个人,,,,,%s,,,,,,\n".formatted(name, SampleIds.creditCode())
                + "%s丁,企业,女,,%s,,,,,,,,\n".formatted(name, SampleIds.nationalId())
                + "%s戊,,,,,,,,,31,文三路1号,1988-05-12,1988-03-27\n".formatted(name)
                + ",,,,%s,,,,,,,,\n".formatted(SampleIds.nationalId())));
        imports.run(id, "dry-run", "CHECKED");

        List<String> reasons = new ArrayList<>();
        imports.rows(id, "", MANAGER)
                .forEach(row -> reasons.add(row.path("reasons")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .sorted()
                        .toList()
                        .toString()));
        assertThat(reasons)
                .containsExactly(
                        "[kind:kind, nationalId:national-id, nationality:country, sex:sex]",
                        "[foreignId:foreign-id, nationalId:scientific, social:social, wechat:wechat]",
                        "[creditCode:organisations-only]",
                        "[nationalId:persons-only, sex:persons-only]",
                        "[address:postcode, birthDate:two-calendars]",
                        "[fullName:required]");
        String chinese = new String(imports.errors(id, "zh-CN"), StandardCharsets.UTF_8);
        assertThat(chinese)
                .contains("统一社会信用代码: ")
                .contains("客户类型: ")
                .contains("社交账号: ")
                .contains("公历和农历");
        String english = new String(imports.errors(id, "en"), StandardCharsets.UTF_8);
        assertThat(english)
                .contains("foreign number: ")
                .contains("either calendar")
                .doesNotContain("field.");
    }

    @Test
    void aWorkbookThatHasRoundedAnIdentityNumberIsCaught() throws IOException {
        String id = SampleIds.nationalId();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(file, "test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("客户");
            sheet.value(0, 0, "姓名");
            sheet.value(0, 1, "身份证号");
            sheet.value(0, 2, "微信");
            sheet.value(1, 0, name);
            sheet.value(1, 1, 110105194912310021L);
            sheet.value(2, 0, name + "二");
            sheet.value(2, 1, id);
            sheet.value(2, 2, "wx_" + tag);
        }
        String uploaded = ImportsApi.id(imports.upload(file.toByteArray(), ImportsApi.XLSX));
        imports.run(uploaded, "dry-run", "CHECKED");
        imports.run(uploaded, "apply", "APPLIED");

        assertThat(imports.get(uploaded).path("reasons").toString()).isEqualTo("{\"nationalId:scientific\":1}");
        assertThat(imports.find(id)).isEqualTo(imports.find("wechat:wx_" + tag)).hasSize(1);
    }

    @Test
    void anOfficialNumberFindsItsCustomerWhoKeepsTheirKind() {
        String id = SampleIds.nationalId();
        String number = records.register(Map.of("fullName", name, "particulars", Map.of("nationalId", id)));

        String second = ImportsApi.id(imports.upload("身份证号,客户类型,微信\n%s,,wx_%s\n%s,企业,\n".formatted(id, tag, id)));
        imports.run(second, "dry-run", "CHECKED");

        List<JsonNode> rows = imports.rows(second, "", MANAGER);
        assertThat(rows.get(0).path("verdict").stringValue()).isEqualTo("UPDATE");
        assertThat(rows.get(0).path("number").stringValue()).isEqualTo(number);
        assertThat(rows.get(1).path("reasons").toString()).contains("nationalId:persons-only");

        String company = records.register(Map.of("fullName", name + "公司", "kind", "ORGANISATION"));
        String third = ImportsApi.id(imports.upload("客户号,客户类型,身份证号,信用代码\n%s,个人,,\n%s,,%s,\n%s,,,%s\n"
                .formatted(company, company, SampleIds.nationalId(), number, SampleIds.creditCode())));
        imports.run(third, "dry-run", "CHECKED");

        assertThat(imports.rows(third, "", MANAGER).stream()
                        .map(row -> row.path("verdict").stringValue() + row.path("reasons")))
                .containsExactly(
                        "CONFLICT[\"kind:differs\"]",
                        "CONFLICT[\"nationalId:persons-only\"]",
                        "CONFLICT[\"kind:differs\"]");
    }

    @Test
    void whatAFileWouldChangeIsShownUnderTheMaskOfItsKind() {
        String id = SampleIds.nationalId();
        String number = records.register(Map.of("fullName", name));
        String uploaded =
                ImportsApi.id(imports.upload("客户号,曾用名,性别,国籍,身份证号,微信,地址,微博\n%s,%s旧,男,法国,%s,wx_%s,杭州市文三路1号,w%s\n"
                        .formatted(number, name, id, tag, tag)));
        imports.run(uploaded, "dry-run", "CHECKED");

        JsonNode clear = imports.rows(uploaded, "", MANAGER).getFirst().path("changes");
        assertThat(fields(clear))
                .containsExactly("formerNames", "sex", "nationality", "nationalId", "wechat", "address", "social");
        JsonNode masked = imports.rows(uploaded, "", ADMIN).getFirst().path("changes");
        String shown = masked.toString();
        assertThat(fields(masked)).isEqualTo(fields(clear));
        assertThat(shown)
                .contains("\"officialNumber\":\"110***********" + id.substring(14))
                .contains("\"name\":\"端*\"")
                .doesNotContain(id)
                .doesNotContain("wx_" + tag)
                .doesNotContain("文三路")
                .doesNotContain("MALE")
                .doesNotContain("FR");
    }

    @Test
    void anUndoBringsBackTheRecordWithWhoMadeSureOfWhat() {
        String phone = ImportsApi.phone();
        String number = records.register(Map.of(
                "fullName",
                name,
                "particulars",
                Map.of("nationality", "CN"),
                "verified",
                List.of("fullName", "nationality"),
                "contactPoints",
                List.of(
                        Map.of(
                                "kind",
                                "PHONE",
                                "value",
                                phone,
                                "preferred",
                                true,
                                "label",
                                "work",
                                "validFrom",
                                "2020-01-01",
                                "verifiedAt",
                                "2026-01-02T03:04:05.678901Z"),
                        Map.of("kind", "ADDRESS", "address", Map.of("city", "杭州市", "street", "文三路1号")))));
        records.patched(number, 1, Map.of("stage", "LOYAL", "verified", List.of("stage")));
        JsonNode before = imports.customer(number);
        String id = imports.importNow("客户号,性别,身份证号,微信,地址,手机,生日\n%s,女,%s,wx_%s,上海市南京路2号,%s,1988-05-12\n"
                .formatted(number, SampleIds.nationalId(), tag, ImportsApi.phone()));
        JsonNode between = imports.customer(number);
        assertThat(between.path("contactPoints")).hasSize(5);
        assertThat(between.path("provenance").path("sex").path("source").stringValue())
                .isEqualTo("IMPORT");

        imports.run(id, "undo", "UNDONE");

        JsonNode after = imports.customer(number);
        for (String field : List.of("fullName", "particulars", "contactPoints", "provenance", "stage")) {
            assertThat(after.path(field)).as(field).isEqualTo(before.path(field));
        }
        assertThat(after.has("birthDate")).isFalse();
        assertThat(imports.find("wechat:wx_" + tag)).isEmpty();
        JsonNode undone = history(number).path(0);
        assertThat(undone.path("version").asInt()).isEqualTo(4);
        assertThat(undone.path("source").stringValue()).isEqualTo("IMPORT");
        assertThat(undone.path("fields").valueStream().map(JsonNode::stringValue))
                .containsExactly("birthDate", "sex", "nationalId", "contactPoints");
        assertThat(undone.path("before").path("particulars").path("sex").stringValue())
                .isEqualTo("FEMALE");
        assertThat(undone.path("after").has("particulars")).isFalse();
    }

    @Test
    void aCustomerWhoComesBackAfterAnUndoHasTheValuesOfTheNewFile() {
        String card = "U" + tag;
        String first = imports.importNow("姓名,会员卡号,性别,微信\n%s,%s,男,wx_%s\n".formatted(name, card, tag));
        String number = imports.find("wechat:wx_" + tag).getFirst();
        imports.run(first, "undo", "UNDONE");
        assertThat(imports.find("wechat:wx_" + tag)).isEmpty();
        String id = SampleIds.nationalId();

        imports.importNow("姓名,会员卡号,性别,身份证号\n%s,%s,女,%s\n".formatted(name, card, id));

        assertThat(imports.find(id)).containsExactly(number);
        JsonNode customer = imports.customer(number);
        assertThat(customer.path("particulars").path("sex").stringValue()).isEqualTo("FEMALE");
        assertThat(customer.path("contactPoints")).isEmpty();
        List<List<String>> fields = new ArrayList<>();
        history(number)
                .forEach(change -> fields.add(change.path("fields")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList()));
        assertThat(fields)
                .containsExactly(List.of("status", "sex", "nationalId", "contactPoints"), List.of("status"), List.of());
        JsonNode back = history(number).path(0);
        assertThat(back.path("before").path("particulars").path("sex").stringValue())
                .isEqualTo("MALE");
        assertThat(back.path("after").path("particulars").path("nationalId").stringValue())
                .isEqualTo(id);
    }

    @Test
    void whoWasRelatedToSomebodySinceIsKept() {
        String phone = ImportsApi.phone();
        String id = imports.importNow("姓名,手机\n%s,%s\n".formatted(name, phone));
        String number = imports.find(phone).getFirst();
        json(api.as(AGENT)
                .post()
                .uri(RecordApi.CUSTOMERS + "/" + number + "/relations")
                .body(Map.of("type", "HOUSEHOLD", "number", records.register(Map.of("fullName", name + "嫂"))))
                .exchange()
                .expectStatus()
                .isCreated());

        imports.run(id, "undo", "UNDONE");

        assertThat(imports.rows(id, "outcome=KEPT", MANAGER)
                        .getFirst()
                        .path("keptBecause")
                        .stringValue())
                .isEqualTo("kept-has-relations");
        assertThat(imports.find(phone)).containsExactly(number);
    }

    private JsonNode history(String number) {
        return json(api.as(PRIVACY_OFFICER)
                        .get()
                        .uri(RecordApi.CUSTOMERS + "/" + number + "/history")
                        .exchange()
                        .expectStatus()
                        .isOk())
                .path("items");
    }

    private static JsonNode contact(JsonNode customer, String kind) {
        return customer.path("contactPoints")
                .valueStream()
                .filter(point -> point.path("kind").stringValue().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> fields(JsonNode changes) {
        return changes.valueStream()
                .map(change -> change.path("field").stringValue())
                .toList();
    }
}
