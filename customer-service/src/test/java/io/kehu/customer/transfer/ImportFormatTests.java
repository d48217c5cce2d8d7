package io.kehu.customer.transfer;

import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Kinds of files, what their columns mean, and the file of what was not taken. */
@CustomerServiceTest
class ImportFormatTests {

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

    private interface Filling {
        void fill(Worksheet sheet);
    }

    @Test
    void aWorkbookIsImportedFromTheSheetThatIsChosen() throws IOException {
        String phone = ImportsApi.phone();
        String name = ImportsApi.name();
        byte[] file = workbook(sheet -> {
            sheet.value(0, 0, "姓名");
            sheet.value(0, 1, "手机");
            sheet.value(0, 2, "会员卡号");
            sheet.value(1, 0, name);
            sheet.value(1, 1, Long.parseLong(phone));
            sheet.value(1, 2, 1234567890123456789L);
            sheet.value(2, 0, name);
            sheet.value(2, 1, Long.parseLong(phone));
            sheet.formula(3, 0, "A2");
        });

        JsonNode uploaded = imports.upload(file, ImportsApi.XLSX);
        assertThat(uploaded.path("format").stringValue()).isEqualTo("XLSX");
        assertThat(uploaded.path("sheet").stringValue()).isEqualTo("说明");
        assertThat(uploaded.path("sheets").toString()).isEqualTo("[\"说明\",\"客户\"]");
        String id = ImportsApi.id(uploaded);
        imports.map(id, Map.of("sheet", "nowhere")).expectStatus().isEqualTo(422);
        imports.map(id, Map.of("sheet", "客户")).expectStatus().isOk();
        JsonNode chosen = imports.get(id);
        assertThat(chosen.path("total").asInt()).isEqualTo(3);
        assertThat(chosen.path("mapping").path("手机").stringValue()).isEqualTo("phone");

        JsonNode checked = imports.run(id, "dry-run", "CHECKED");
        assertThat(checked.path("reasons").toString()).isEqualTo("{\"fullName:formula\":1,\"reference:scientific\":1}");
        imports.run(id, "apply", "APPLIED");
        assertThat(imports.find(phone)).hasSize(1);
    }

    @Test
    void anErrorFileHasTheKindOfItsUploadAndIsTakenWhenCorrected() throws IOException {
        String phone = ImportsApi.phone();
        String name = ImportsApi.name();
        byte[] file = workbook(sheet -> {
            sheet.value(0, 0, "姓名");
            sheet.value(0, 1, "手机");
            sheet.value(1, 0, name);
            sheet.value(1, 1, "12");
        });
        String id = ImportsApi.id(imports.upload(file, ImportsApi.XLSX));
        imports.map(id, Map.of("sheet", "客户")).expectStatus().isOk();
        imports.run(id, "dry-run", "CHECKED");

        byte[] errors = imports.errors(id, "zh-CN");

        FileShape shape = XlsxFile.shape(channel(errors), null);
        assertThat(shape.columns()).containsExactly("姓名", "手机", "导入原因");
        List<FileRow> rows = new ArrayList<>();
        XlsxFile.read(channel(errors), shape, rows::add);
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().fields())
                .startsWith(name, "12")
                .last()
                .asString()
                .contains("电话");

        byte[] corrected = workbook(sheet -> {
            sheet.value(0, 0, "姓名");
            sheet.value(0, 1, "手机");
            sheet.value(0, 2, "导入原因");
            sheet.value(1, 0, name);
            sheet.value(1, 1, phone);
            sheet.value(1, 2, "电话: …");
        });
        String again = ImportsApi.id(imports.upload(corrected, ImportsApi.XLSX));
        imports.map(again, Map.of("sheet", "客户")).expectStatus().isOk();
        assertThat(imports.run(again, "dry-run", "CHECKED")
                        .path("counts")
                        .path("CREATE")
                        .asInt())
                .isEqualTo(1);
        assertThat(new String(imports.errors(again, "zh-CN"), StandardCharsets.ISO_8859_1))
                .startsWith("PK");
    }

    @Test
    void anErrorFileCanBeUploadedAsItIsAndHoldsNoFormula() {
        String csv = "姓名;手机;备注\n=HYPERLINK(\"x\");12;@SUM(1)\n;+8613800138000;-1\n\"坏;13900001111;x\n";
        String id = ImportsApi.id(imports.upload(csv));
        imports.run(id, "dry-run", "CHECKED");

        String errors = new String(imports.errors(id, "en"), StandardCharsets.UTF_8);

        assertThat(errors.lines().toList()).hasSize(4).first().asString().isEqualTo("\uFEFF姓名;手机;备注;Import: reason");
        assertThat(errors).contains("'=HYPERLINK").contains(";'@SUM(1);").contains(";'+8613800138000;'-1;");
        assertThat(errors.lines().skip(1)).noneMatch(line -> line.matches("[=+@-].*|.*;[=+@-].*"));
        JsonNode again = imports.upload(errors);
        assertThat(again.path("mapping").path("Import: reason").stringValue()).isEqualTo("ignore");
        JsonNode checked = imports.run(ImportsApi.id(again), "dry-run", "CHECKED");
        assertThat(checked.path("counts").path("REJECTED").asInt()).isEqualTo(3);
        String twice = new String(imports.errors(ImportsApi.id(again), "zh-CN"), StandardCharsets.UTF_8);
        assertThat(twice.lines().findFirst()).contains("\uFEFF姓名;手机;备注;导入原因");
    }

    @Test
    void aBrokenQuoteIsAReasonOfItsRowAndTheRestGoesOn() {
        String phone = ImportsApi.phone();
        String id = imports.importNow("姓名,手机\n\"断,13900001111\n%s,%s\n".formatted(ImportsApi.name(), phone));

        assertThat(imports.find(phone)).hasSize(1);
        JsonNode row = imports.rows(id, "verdict=REJECTED", MANAGER).getFirst();
        assertThat(row.path("row").asInt()).isEqualTo(1);
        assertThat(row.path("reasons").toString()).isEqualTo("[\"row:quote\"]");
    }

    @Test
    void theMeaningOfColumnsAndDatesIsRememberedForTheNextFileWithSuchAHeader() {
        String who = "w" + UUID.randomUUID().toString().substring(0, 6).replaceAll("\\d", "x");
        String header = who + ",tel,geboren\n";
        JsonNode first = imports.upload(header + ImportsApi.name() + ",13800138000,03/04/1990\n");
        assertThat(first.path("mappingSource").stringValue()).isEqualTo("SUGGESTED");
        Map<String, String> columns = Map.of(who, "fullName", "tel", "phone", "geboren", "birthDate");
        String id = ImportsApi.id(first);
        imports.map(id, Map.of("columns", columns)).expectStatus().isOk();
        assertThat(imports.run(id, "dry-run", "CHECKED").path("reasons").toString())
                .isEqualTo("{\"birthDate:date-ambiguous\":1}");
        imports.map(id, Map.of("columns", columns, "dateOrder", "DMY"))
                .expectStatus()
                .isOk();
        assertThat(imports.get(id).path("state").stringValue()).isEqualTo("UPLOADED");

        String phone = ImportsApi.phone();
        JsonNode second = imports.upload(header + "%s,%s,03/04/1990\n".formatted(ImportsApi.name(), phone));

        assertThat(second.path("mappingSource").stringValue()).isEqualTo("REMEMBERED");
        assertThat(second.path("dateOrder").stringValue()).isEqualTo("DMY");
        assertThat(second.path("mapping").path(who).stringValue()).isEqualTo("fullName");
        imports.run(ImportsApi.id(second), "dry-run", "CHECKED");
        imports.run(ImportsApi.id(second), "apply", "APPLIED");
        assertThat(imports.customer(imports.find(phone).getFirst())
                        .path("birthDate")
                        .stringValue())
                .isEqualTo("1990-04-03");
        assertThat(jdbc.sql("SELECT coalesce(string_agg(m::text, ' '), '') FROM import_mapping m")
                        .query(String.class)
                        .single())
                .doesNotContain(phone);
    }

    @Test
    void filesThatAreNoTablesAreRefusedWithAReason() throws IOException {
        refused(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 0, 0}, "file-old-or-locked");
        refused("PK\3\4 no".getBytes(StandardCharsets.ISO_8859_1), "file-xlsx");
        refused("姓名\n".repeat(1).getBytes(StandardCharsets.UTF_8), "file-no-rows");
        refused(workbook(sheet -> sheet.value(0, 0, "姓名"), ""), "file-no-rows");
    }

    @Test
    void aFileOfMoreThanAMillionRowsIsRefused() {
        refused(("姓名\n" + "张三\n".repeat(1_000_001)).getBytes(StandardCharsets.UTF_8), "file-rows");
    }

    /** Had each of these rows to be looked at against all the others, this would take hours. */
    @Test
    void manyRowsOfOneCustomerAreAsFastAsAnyOthers() {
        String phone = ImportsApi.phone();
        String name = ImportsApi.name();
        String id = ImportsApi.id(imports.upload("姓名,手机\n" + (name + "," + phone + "\n").repeat(20_000)));
        JsonNode checked = imports.run(id, "dry-run", "CHECKED");
        assertThat(checked.path("counts").path("DUPLICATE").asInt()).isEqualTo(19_999);
        assertThat(checked.path("approvalNeeded").asBoolean()).isFalse();

        long start = System.nanoTime();
        JsonNode applied = imports.run(id, "apply", "APPLIED");

        assertThat(applied.path("applied").asInt()).isEqualTo(20_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
        assertThat(imports.find(phone)).hasSize(1);
    }

    @Test
    void moreContactsThanARecordHoldsAreAConflictAndNoFailure() {
        String name = ImportsApi.name();
        String tag = UUID.randomUUID().toString().substring(0, 8);
        StringBuilder file = new StringBuilder("姓名,手机,邮箱\n");
        String phone = ImportsApi.phone();
        for (int i = 0; i < 22; i++) {
            file.append("%s,%s,m%d-%s@x.cn\n".formatted(name, phone, i, tag));
        }

        String id = imports.importNow(file.toString());

        JsonNode view = imports.get(id);
        assertThat(view.path("counts").path("CONFLICT").asInt()).isEqualTo(2);
        assertThat(view.path("reasons").path("email:too-many").asInt()).isEqualTo(2);
        assertThat(imports.customer(imports.find(phone).getFirst()).path("contactPoints"))
                .hasSize(21);
    }

    private void refused(byte[] content, String code) {
        imports.send(content, "application/octet-stream")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].code")
                .isEqualTo(code);
    }

    private static byte[] workbook(Filling filling) throws IOException {
        return workbook(filling, "说明");
    }

    private static byte[] workbook(Filling filling, String before) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(file, "test", "1.0")) {
            if (!before.isEmpty()) {
                Worksheet first = workbook.newWorksheet(before);
                first.value(0, 0, "说明");
                first.value(1, 0, "请填写第二页");
            }
            filling.fill(workbook.newWorksheet("客户"));
        }
        return file.toByteArray();
    }

    private static SealedChannel channel(byte[] file) {
        return new SealedChannel(
                file.length,
                4_096,
                index -> Arrays.copyOfRange(file, index * 4_096, Math.min(file.length, (index + 1) * 4_096)));
    }
}
