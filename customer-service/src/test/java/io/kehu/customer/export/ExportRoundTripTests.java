package io.kehu.customer.export;

import static io.kehu.customer.export.ExportsApi.request;
import static io.kehu.starter.security.Role.ADMIN;
import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.customer.transfer.ImportsApi;
import io.kehu.starter.test.Api;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** What a spreadsheet makes of a file, and what the import makes of it: nothing but what was there. */
@CustomerServiceTest
class ExportRoundTripTests {

    private static final List<String> ODD_TEXTS = List.of(
            "=1+1",
            "=HYPERLINK(\"http://evil.example\",\"click\")",
            "+861380000",
            "-2+3",
            "@SUM(A1)",
            "＝1+1",
            "'=already",
            "''=twice",
            "'plain apostrophe",
            "007",
            "123456789012345678",
            "12E5",
            "line one\nline two",
            "line one\r\nline two",
            "tab\tinside",
            "say \"hello\", world; and | so on",
            "\"torn",
            "\u202Eright to left\u200F",
            "𠮷野家𠀀𪚥",
            "_x0041_ is no A",
            "<b>&amp;</b>",
            "-",
            "2024-02-30");

    @Autowired
    private Api api;

    private ExportsApi exports;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        exports = new ExportsApi(api);
    }

    /** Customers of one tag, and the custom fields they have. */
    private record Stock(String tag, List<String> fields, int size) {

        List<String> columns() {
            List<String> columns = new ArrayList<>(List.of(
                    "number",
                    "fullName",
                    "phone",
                    "email",
                    "birthDate",
                    "language",
                    "stage",
                    "owner",
                    "team",
                    "pool",
                    "tags",
                    "source",
                    "kind",
                    "createdAt",
                    "updatedAt",
                    "consent:EMAIL:MARKETING",
                    "consent:SMS:CARE"));
            fields.forEach(field -> columns.add("custom." + field));
            return columns;
        }
    }

    @Test
    void anExportCanBeImportedAgainAndChangesNothing() {
        Stock stock = stock();
        for (String language : List.of("zh", "en")) {
            for (String format : List.of("CSV", "XLSX")) {
                String id = exports.ready(
                        exports.boss(),
                        request(
                                format,
                                stock.columns(),
                                Map.of("language", language, "filters", Map.of("tag", stock.tag()))));
                byte[] file = exports.file(exports.boss(), id);

                JsonNode uploaded = exports.imports().upload(file, format.equals("CSV") ? "text/csv" : ImportsApi.XLSX);
                String importId = ImportsApi.id(uploaded);
                JsonNode checked = exports.imports().run(importId, "dry-run", "CHECKED");

                assertThat(uploaded.path("mapping").valueStream().map(JsonNode::stringValue))
                        .as("%s %s %s", format, language, uploaded.path("mapping"))
                        .contains(
                                "number",
                                "fullName",
                                "phone",
                                "email",
                                "birthDate",
                                "consent:EMAIL:MARKETING",
                                "consent:SMS:CARE")
                        .containsAll(stock.fields().stream()
                                .map(field -> "custom." + field)
                                .toList());
                assertThat(checked.path("counts").path("UNCHANGED").asInt())
                        .as("%s %s %s", format, language, checked.path("reasons") + "" + checked.path("counts"))
                        .isEqualTo(stock.size());
            }
        }
    }

    @Test
    void nothingInACsvIsAFormulaOrLosesDigits() {
        Stock stock = stock();
        List<List<String>> rows = exports.rows(
                exports.boss(), request("CSV", stock.columns(), Map.of("filters", Map.of("tag", stock.tag()))));

        assertThat(rows).hasSize(stock.size() + 1);
        int text = 17;
        for (List<String> row : rows.subList(1, rows.size())) {
            for (String cell : row.subList(0, text + 1)) {
                assertThat(cell).doesNotContainPattern("^[=+@＝＋－＠\t\r]").doesNotContainPattern("^-\\d");
            }
        }
        assertThat(rows.stream().map(row -> row.get(text)))
                .contains("'=1+1", "'007", "'123456789012345678", "'12E5", "'''=twice");
        assertThat(rows.get(1).get(rows.getFirst().size() - 1)).matches(ExportMarks.PATTERN);
    }

    @Test
    void aWorkbookHoldsTextDatesAndNumbersAndSaysWhereItComesFrom() throws Exception {
        Stock stock = stock();
        String id = exports.ready(
                exports.boss(),
                request("XLSX", stock.columns(), Map.of("language", "en", "filters", Map.of("tag", stock.tag()))));
        EntityExchangeResult<byte[]> answer = exports.download(exports.boss(), id);
        Map<String, String> parts = unpacked(answer.getResponseBody());

        assertThat(answer.getResponseHeaders().getContentDisposition().getFilename())
                .matches("customers-\\d{8}T\\d{6}Z-" + id + "\\.xlsx");
        assertThat(answer.getResponseHeaders().getCacheControl()).isEqualTo("no-store");
        String sheet = parts.get("xl/worksheets/sheet1.xml");
        assertThat(sheet).doesNotContain("<f>").contains("<is>", "pane");
        assertThat(text(sheet)).contains("𠮷野家𠀀𪚥", "1888-01-01");
        // 29 February 2024 as a day, and a number as a number.
        assertThat(sheet).contains("<v>45351").contains("<v>-5.25</v>");
        assertThat(parts.get("xl/styles.xml")).contains("yyyy-mm-dd", "@");
        assertThat(parts.get("xl/workbook.xml")).contains("Customers", "About this export");
        assertThat(parts.get("xl/worksheets/sheet2.xml"))
                .contains(id, "export-boss", "Customer care", ExportsApi.REASON);
        assertThat(parts.get("docProps/custom.xml")).contains(id, "export-boss", ExportsApi.REASON);
    }

    @Test
    void fieldsThatCannotBeImportedAreNotTakenForOthers() {
        String field = field("TEXT", Map.of("importable", false, "label", Map.of("zh", "手机", "en", "Phone")));
        String number = registered(Map.of("fullName", ImportsApi.name(), "custom", Map.of(field, "13800138000")));
        String id = exports.ready(
                exports.boss(),
                request(
                        "CSV",
                        List.of("number", "custom." + field),
                        Map.of("filters", Map.of("tag", exports.tagged(List.of(number))))));

        JsonNode uploaded = exports.imports().upload(exports.file(exports.boss(), id), "text/csv");

        assertThat(uploaded.path("mapping").toString()).contains("ignore").doesNotContain("\"phone\"");
    }

    private Stock stock() {
        String text = field("TEXT", Map.of());
        String number = field("NUMBER", Map.of());
        String date = field("DATE", Map.of());
        String money = field("MONEY", Map.of());
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < ODD_TEXTS.size(); i++) {
            Map<String, Object> custom = new HashMap<>(Map.of(text, ODD_TEXTS.get(i)));
            custom.put(number, List.of(-5.25, 0.000001, 123456789012345L, 0).get(i % 4));
            custom.put(
                    date,
                    List.of("1899-12-31", "1900-02-28", "2024-02-29", "9999-12-31")
                            .get(i % 4));
            custom.put(money, Map.of("currency", i % 2 == 0 ? "CNY" : "JPY", "minor", i % 3 == 0 ? -500 : 12_345));
            numbers.add(registered(person(i, custom)));
        }
        numbers.add(registered(Map.of("fullName", "𠮷" + ImportsApi.name())));
        return new Stock(exports.tagged(numbers), List.of(text, number, date, money), numbers.size());
    }

    private static Map<String, Object> person(int i, Map<String, Object> custom) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("fullName", List.of("O'Neil, ", "-", "李·", "𠀀").get(i % 4) + ImportsApi.name());
        person.put(
                "birthDate", List.of("1888-01-01", "1999-12-31", "2024-02-29").get(i % 3));
        person.put("language", i % 2 == 0 ? "zh-CN" : "en");
        person.put("stage", "LOYAL");
        person.put(
                "contactPoints",
                List.of(
                        Map.of("kind", "PHONE", "value", ImportsApi.phone()),
                        Map.of("kind", "PHONE", "value", ImportsApi.phone()),
                        Map.of("kind", "EMAIL", "value", "-" + unique + "@canary.cn")));
        person.put("custom", custom);
        return person;
    }

    private String registered(Map<String, Object> customer) {
        return exports.registered(api.as(AGENT), customer);
    }

    private String field(String type, Map<String, Object> more) {
        String code = "trip_" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> definition = new HashMap<>(Map.of(
                "code",
                code,
                "label",
                Map.of("zh", "=字段 12345678", "en", "Field @ 1"),
                "type",
                type,
                "class",
                "PERSONAL",
                "visibleTo",
                List.of("AGENT", "MANAGER"),
                "editableBy",
                List.of("AGENT"),
                "importable",
                true));
        definition.putAll(more);
        EntityExchangeResult<byte[]> answer = Calls.post(api.as(ADMIN), "/customer/v1/fields", definition);
        assertThat(answer.getStatus().value()).as(Calls.text(answer)).isEqualTo(201);
        return code;
    }

    private static String text(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement()
                .getTextContent();
    }

    private static Map<String, String> unpacked(byte[] file) throws IOException {
        Map<String, String> parts = new HashMap<>();
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(file))
                .get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                parts.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }
}
