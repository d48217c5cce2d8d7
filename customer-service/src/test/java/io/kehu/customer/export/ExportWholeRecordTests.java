package io.kehu.customer.export;

import static io.kehu.customer.export.ExportsApi.request;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.SampleIds;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.customer.transfer.ImportsApi;
import io.kehu.starter.test.Api;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The whole record as columns of a file, under the names the import has for them. */
@CustomerServiceTest
class ExportWholeRecordTests {

    private static final List<String> COLUMNS = List.of(
            "number",
            "fullName",
            "givenName",
            "familyName",
            "formerNames",
            "kind",
            "stage",
            "language",
            "sex",
            "nationality",
            "nationalId",
            "foreignId",
            "creditCode",
            "birthDate",
            "lunarBirthDate",
            "phone",
            "email",
            "wechat",
            "social",
            "social:linkedin",
            "social:mastodon",
            "address",
            "address.country",
            "address.province",
            "address.city",
            "address.district",
            "address.street",
            "address.postcode");

    @Autowired
    private Api api;

    private ExportsApi exports;
    private String unique;
    private String nationalId;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        exports = new ExportsApi(api);
        unique = UUID.randomUUID().toString().substring(0, 8);
        nationalId = SampleIds.nationalId();
    }

    @Test
    void aRecordThatHasEveryFieldImportsAgainUnchanged() {
        String tag = exports.tagged(List.of(lunarWoman(), foreigner(), company()));
        for (String language : List.of("zh", "en")) {
            for (String format : List.of("CSV", "XLSX")) {
                byte[] file = exports.file(
                        exports.boss(),
                        exports.ready(
                                exports.boss(),
                                request(format, COLUMNS, Map.of("language", language, "filters", Map.of("tag", tag)))));

                JsonNode uploaded = exports.imports().upload(file, format.equals("CSV") ? "text/csv" : ImportsApi.XLSX);
                JsonNode checked = exports.imports().run(ImportsApi.id(uploaded), "dry-run", "CHECKED");

                List<String> understood = new ArrayList<>(COLUMNS);
                understood.set(COLUMNS.indexOf("address"), "ignore");
                understood.add("ignore");
                assertThat(uploaded.path("mapping").valueStream().map(JsonNode::stringValue))
                        .as("%s %s", format, language)
                        .containsExactlyInAnyOrderElementsOf(understood);
                assertThat(checked.path("counts").path("UNCHANGED").asInt())
                        .as("%s %s %s %s", format, language, checked.path("reasons"), checked.path("counts"))
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void aRecordThatIsFilledFromAnExportIsTheSame() throws IOException {
        for (String number : List.of(lunarWoman(), foreigner())) {
            JsonNode known = exports.imports().customer(number);
            // Another name, so that the row does not mean the one it comes from as well.
            String bare = registered(Map.of("fullName", "欧阳金丝雀"));
            List<List<String>> rows = exports.rows(
                    exports.boss(),
                    request("CSV", COLUMNS, Map.of("filters", Map.of("tag", exports.tagged(List.of(number))))));
            List<String> row = new ArrayList<>(rows.get(1));
            row.set(COLUMNS.indexOf("number"), bare);
            row.set(COLUMNS.indexOf("fullName"), "");
            row.set(COLUMNS.indexOf("nationalId"), "");
            row.set(COLUMNS.indexOf("foreignId"), "");
            StringWriter csv = new StringWriter();
            try (CsvWriter writer = CsvWriter.builder().build(csv)) {
                writer.writeRecord(rows.getFirst()).writeRecord(row);
            }

            exports.imports().importNow(csv.toString());

            JsonNode filled = exports.imports().customer(bare);
            for (String field : List.of("kind", "birthDate", "birthDateLunar", "birthDateLeapMonth")) {
                assertThat(filled.path(field)).as(field).isEqualTo(known.path(field));
            }
            for (String field : List.of("givenName", "familyName", "formerNames", "sex", "nationality")) {
                assertThat(filled.path("particulars").path(field))
                        .as(field)
                        .isEqualTo(known.path("particulars").path(field));
            }
            assertThat(contacts(filled)).isEqualTo(contacts(known));
            assertThat(addresses(filled)).containsExactly(addresses(known).getFirst());
        }
    }

    @Test
    void cellsReadAsPeopleWriteThem() {
        Map<String, String> cells = cells(lunarWoman(), "boss");

        assertThat(cells)
                .containsEntry("nationality", "Namibia")
                .containsEntry("nationalId", "'" + nationalId)
                .containsEntry("foreignId", "GB: AB/" + unique)
                .containsEntry("birthDate", "")
                .containsEntry("lunarBirthDate", "1987-闰06-30")
                .containsEntry("formerNames", "\"O'Neil, Ann\";\"\"\"Lucky\"\" Lee\";欧阳画眉")
                .containsEntry("social:linkedin", "\"in/ann-" + unique + "\"")
                .containsEntry("address.country", "CN")
                .containsEntry("address.district", "西湖区");
        assertThat(cells.get("address")).contains("浙江省杭州市西湖区文三路 90 号", "1 High Street, Leeds, LS1 4DY, GB");
    }

    @Test
    void whatOneMayNotSeeIsMaskedAsInTheRecord() {
        Map<String, String> cells = cells(lunarWoman(), "admin");

        assertThat(cells)
                .containsEntry("givenName", "金*")
                .containsEntry("familyName", "欧*")
                .containsEntry("formerNames", "O*;\"\"\"*\";欧*")
                .containsEntry("kind", "PERSON")
                .containsEntry("sex", "****")
                .containsEntry("nationality", "****")
                .containsEntry("nationalId", nationalId.substring(0, 3) + "***********" + nationalId.substring(14))
                .containsEntry("lunarBirthDate", "1987-**-**")
                .containsEntry("wechat", "****;****")
                .containsEntry("social", "****;****")
                .containsEntry("social:linkedin", "")
                .containsEntry("social:mastodon", "")
                .containsEntry("address", "****;****")
                .containsEntry("address.country", "CN")
                .containsEntry("address.province", "浙江省")
                .containsEntry("address.city", "杭州市")
                .containsEntry("address.district", "****")
                .containsEntry("address.street", "****")
                .containsEntry("address.postcode", "****");
        assertThat(cells.get("foreignId")).startsWith("GB: ").contains("***").doesNotContain("AB/" + unique);
        assertThat(String.join("|", cells.values())).doesNotContain("linkedin", "文三路", "Leeds");
    }

    private Map<String, String> cells(String number, String who) {
        List<List<String>> rows = exports.rows(
                who.equals("boss") ? exports.boss() : api.as("export-" + who, ADMIN),
                request("CSV", COLUMNS, Map.of("filters", Map.of("tag", exports.tagged(List.of(number))))));
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            cells.put(COLUMNS.get(i), rows.get(1).get(i));
        }
        return cells;
    }

    private static List<String> contacts(JsonNode customer) {
        return customer.path("contactPoints")
                .valueStream()
                .flatMap(point -> Stream.of("phone", "email", "weChat", "social")
                        .map(kind -> point.path(kind).stringValue("")))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static List<JsonNode> addresses(JsonNode customer) {
        return customer.path("contactPoints")
                .valueStream()
                .filter(point -> point.has("address"))
                .map(point -> point.path("address"))
                .toList();
    }

    private String lunarWoman() {
        Map<String, Object> woman = new LinkedHashMap<>();
        woman.put("fullName", "欧阳" + ImportsApi.name());
        woman.put("birthDate", "1987-06-30");
        woman.put("birthDateLunar", true);
        woman.put("birthDateLeapMonth", true);
        woman.put("stage", "LOYAL");
        woman.put("language", "en");
        woman.put(
                "particulars",
                Map.of(
                        "givenName", "金丝雀",
                        "familyName", "欧阳",
                        "formerNames", List.of("O'Neil, Ann", "\"Lucky\" Lee", "欧阳画眉"),
                        "sex", "FEMALE",
                        "nationality", "NA",
                        "nationalId", nationalId,
                        "foreignId", Map.of("country", "GB", "value", "AB/" + unique)));
        Map<String, Object> home = Map.of(
                "country",
                "CN",
                "province",
                "浙江省",
                "city",
                "杭州市",
                "district",
                "西湖区",
                "street",
                "文三路 90 号、软件园",
                "postcode",
                "310012");
        woman.put(
                "contactPoints",
                List.of(
                        point("PHONE", ImportsApi.phone()),
                        point("PHONE", ImportsApi.phone()),
                        point("EMAIL", "ann/" + unique + "@canary.cn"),
                        point("EMAIL", "-" + unique + "@canary.cn"),
                        point("WECHAT", "wx_" + unique),
                        point("WECHAT", "wy-" + unique),
                        point("SOCIAL", "linkedin:in/ann-" + unique),
                        point("SOCIAL", "mastodon:@@ann, " + unique),
                        address(
                                false,
                                Map.of(
                                        "country",
                                        "GB",
                                        "lines",
                                        List.of("1 High Street", "Leeds"),
                                        "postcode",
                                        "LS1 4DY")),
                        address(true, home)));
        return registered(woman);
    }

    private String foreigner() {
        Map<String, Object> man = new LinkedHashMap<>();
        man.put("fullName", "Ann-" + ImportsApi.name() + ", Jr.");
        man.put("birthDate", "1888-01-01");
        man.put("particulars", Map.of("sex", "NOT_KNOWN", "formerNames", List.of("=1+A")));
        man.put(
                "contactPoints",
                List.of(address(
                        true,
                        Map.of(
                                "country",
                                "NA",
                                "lines",
                                List.of("-1 Independence Ave; Flat 2", "東京 一丁目", "Windhoek"),
                                "postcode",
                                "010005"))));
        return registered(man);
    }

    private String company() {
        return registered(Map.of(
                "fullName",
                "金丝雀公司" + ImportsApi.name(),
                "kind",
                "ORGANISATION",
                "particulars",
                Map.of("sex", "NOT_APPLICABLE", "creditCode", SampleIds.creditCode()),
                "contactPoints",
                List.of(point("SOCIAL", "qq:10" + Math.abs(unique.hashCode())))));
    }

    private static Map<String, Object> point(String kind, String value) {
        return Map.of("kind", kind, "value", value);
    }

    private static Map<String, Object> address(boolean preferred, Map<String, Object> parts) {
        return Map.of("kind", "ADDRESS", "preferred", preferred, "address", parts);
    }

    private String registered(Map<String, Object> customer) {
        return exports.registered(api.as(AGENT), customer);
    }
}
