package io.kehu.customer.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workbooks as people have them, and as attackers make them. */
class XlsxFileTests {

    private static final String BOOK = "<workbook xmlns:r='r'>%s<sheets>"
            + "<sheet name='客户' sheetId='1' r:id='rId1'/><sheet name='other' sheetId='2' r:id='rId2'/></sheets></workbook>";
    private static final String RELATIONS =
            "<Relationships><Relationship Id='rId1' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"
                    + "<Relationship Id='rId2' Type='x/worksheet' Target='/xl/worksheets/sheet2.xml'/>"
                    + "<Relationship Id='rId3' Type='x/sharedStrings' Target='sharedStrings.xml'/>"
                    + "<Relationship Id='rId4' Type='x/styles' Target='styles.xml'/></Relationships>";
    private static final String STYLES =
            "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\"年\"m\"月\"d\"日\"'/>"
                    + "<numFmt numFmtId='165' formatCode='00000000'/><numFmt numFmtId='166' formatCode='[Red]0.00\" day\"'/></numFmts>"
                    + "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
                    + "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='166'/></cellXfs></styleSheet>";
    private static final String TEXTS =
            "<sst><si><t>姓名</t></si><si><r><t>张</t></r><r><t>三</t></r><rPh><t>zhang</t></rPh></si>"
                    + "<si><t>a_x000D_b</t></si></sst>";

    @Test
    void whatAProgramWritesIsReadAsAPersonSeesIt() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(file, "test", "1.0")) {
            workbook.newWorksheet("空").value(0, 0, "nothing");
            Worksheet sheet = workbook.newWorksheet("客户");
            sheet.value(0, 0, "姓名");
            sheet.value(0, 1, "手机");
            sheet.value(0, 2, "生日");
            sheet.value(1, 0, "张三");
            sheet.value(1, 1, 13_800_138_000L);
            sheet.value(1, 2, LocalDate.of(1988, 5, 12));
            sheet.style(1, 2).format("yyyy-mm-dd").set();
            sheet.value(3, 0, "李四");
            sheet.value(3, 2, true);
        }

        FileShape shape = XlsxFile.shape(channel(file.toByteArray()), "客户");

        assertThat(shape.sheets()).containsExactly("空", "客户");
        assertThat(shape.columns()).containsExactly("姓名", "手机", "生日");
        assertThat(rows(file.toByteArray(), shape))
                .extracting(FileRow::fields)
                .containsExactly(List.of("张三", "13800138000", "1988-05-12"), List.of("李四", "", "TRUE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<c r='A2'><v>1.3800138E10</v></c> | 13800138000 |",
                "<c r='A2'><v>0.30000000000000004</v></c> | 0.3 |",
                "<c r='A2'><v>1.2345678901234568E+17</v></c> | 1.2345678901234568E+17 | scientific",
                "<c r='A2'><v>1E999</v></c> | 1E999 | scientific",
                "<c r='A2'><v>-12.50</v></c> | -12.5 |",
                "<c r='A2' s='3'><v>4711</v></c> | 00004711 |",
                "<c r='A2' s='4'><v>2</v></c> | 2 |",
                "<c r='A2' s='1'><v>32275.75</v></c> | 1988-05-12 |",
                "<c r='A2' s='2'><v>32275</v></c> | 1988-05-12 |",
                "<c r='A2' s='1'><v>1</v></c> | 1900-01-01 |",
                "<c r='A2' s='1'><v>61</v></c> | 1900-03-01 |",
                "<c r='A2' s='1'><v>60</v></c> | 60 | date",
                "<c r='A2' s='1'><v>-3</v></c> | -3 | date",
                "<c r='A2' t='d'><v>1988-05-12T00:00:00</v></c> | 1988-05-12 |",
                "<c r='A2' t='s'><v>1</v></c> | 张三 |",
                "<c r='A2' t='inlineStr'><is><t>李四</t></is></c> | 李四 |",
                "<c r='A2' t='str'><f>A1</f><v>王五</v></c> | 王五 |",
                "<c r='A2'><f>1+1</f><v>2</v></c> | 2 |",
                "<c r='A2'><f>1+1</f></c> | '' | formula",
                "<c r='A2' t='e'><f>1/0</f><v>#DIV/0!</v></c> | #DIV/0! | cell-error",
                "<c r='A2' t='b'><v>1</v></c> | TRUE |",
                "<c><v>7</v></c> | 7 |"
            })
    void everyKindOfCellHasATextOrAReason(String cell, String text, String fault) throws IOException {
        FileRow row = rows(book("", cell)).getFirst();

        assertThat(row.fields().getFirst()).isEqualTo(text);
        assertThat(row.cellFaults().get(0)).isEqualTo(fault);
    }

    @Test
    void theOtherCalendarOfSpreadsheetsIsKnown() throws IOException {
        byte[] file = book("<workbookPr date1904='1'/>", "<c r='A2' s='1'><v>30813</v></c>");

        assertThat(rows(file).getFirst().fields()).containsExactly("1988-05-12");
    }

    @Test
    void cellsBeyondTheHeaderAreNoticedAndBlankRowsAreNot() throws IOException {
        String others = "<row/><row><c r='A4'/></row><row><c r='XFD5' t='inlineStr'><is><t>far</t></is></c>";
        List<FileRow> found = rows(book("", "<c r='A2'><v>1</v></c></row>" + others));

        assertThat(found).hasSize(2);
        assertThat(found.get(1).fields()).hasSize(FileHeader.MOST_COLUMNS + 1).endsWith("far");
    }

    @Test
    void aWorkbookThatUnpacksToNoEndIsRefused() throws IOException {
        String bomb = "<row>" + " ".repeat(40_000_000) + "</row>";

        refused(book("", "<c r='A2'><v>1</v></c></row>" + bomb + "<row>"), "file-bomb");
    }

    @Test
    void entitiesAreNotFollowed() throws IOException {
        Map<String, String> parts = parts("", "<c r='A2' t='inlineStr'><is><t>&e;</t></is></c>");
        parts.compute(
                "xl/worksheets/sheet1.xml",
                (path, xml) -> "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + xml);

        refused(zip(parts), "file-xlsx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xl/workbook.xml",
                "xl/worksheets/sheet1.xml",
                "xl/_rels/workbook.xml.rels",
                "xl/sharedStrings.xml"
            })
    void aWorkbookThatLacksAPartIsRefused(String path) throws IOException {
        Map<String, String> parts = parts("", "<c r='A2' t='s'><v>1</v></c>");
        parts.remove(path);

        refused(zip(parts), "file-xlsx");
    }

    @Test
    void aDamagedWorkbookIsRefused() throws IOException {
        byte[] whole = book("", "<c r='A2'><v>1</v></c>");

        refused(Arrays.copyOf(whole, whole.length / 2), "file-xlsx");
        refused("PK\3\4 and so on".getBytes(StandardCharsets.UTF_8), "file-xlsx");
        refused(book("", "<c r='A2'><v>1</c>"), "file-xlsx");
        refused(book("", "<c r='A2'><v>one</v></c>"), "file-xlsx");
        refused(book("", "<c r='A2' t='s'><v>99</v></c>"), "file-xlsx");
    }

    @Test
    void aSheetThatIsNotThereIsRefused() throws IOException {
        byte[] file = book("", "<c r='A2'><v>1</v></c>");

        assertThatThrownBy(() -> XlsxFile.shape(channel(file), "nowhere"))
                .isInstanceOfSatisfying(
                        UnreadableFileException.class, e -> assertThat(e.code()).isEqualTo("file-sheet"));
        assertThat(XlsxFile.shape(channel(file), "other").columns()).containsExactly("second");
    }

    private static void refused(byte[] file, String code) {
        assertThatThrownBy(() -> rows(file))
                .isInstanceOfSatisfying(
                        UnreadableFileException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static List<FileRow> rows(byte[] file) {
        return rows(file, XlsxFile.shape(channel(file), null));
    }

    private static List<FileRow> rows(byte[] file, FileShape shape) {
        List<FileRow> rows = new ArrayList<>();
        XlsxFile.read(channel(file), shape, row -> rows.add(row));
        return rows;
    }

    /** In small chunks, so that reading crosses many borders. */
    private static SealedChannel channel(byte[] file) {
        int chunk = 100;
        return new SealedChannel(
                file.length,
                chunk,
                index -> Arrays.copyOfRange(file, index * chunk, Math.min(file.length, (index + 1) * chunk)));
    }

    private static byte[] book(String properties, String cells) throws IOException {
        return zip(parts(properties, cells));
    }

    private static Map<String, String> parts(String properties, String cells) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("xl/workbook.xml", BOOK.formatted(properties));
        parts.put("xl/_rels/workbook.xml.rels", RELATIONS);
        parts.put("xl/styles.xml", STYLES);
        parts.put("xl/sharedStrings.xml", TEXTS);
        parts.put(
                "xl/worksheets/sheet1.xml",
                "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c></row><row r='2'>" + cells
                        + "</row></sheetData></worksheet>");
        parts.put(
                "xl/worksheets/sheet2.xml",
                "<worksheet><sheetData><row><c t='inlineStr'><is><t>second</t></is></c></row></sheetData></worksheet>");
        return parts;
    }

    private static byte[] zip(Map<String, String> parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
