package io.kehu.customer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What files are by their bytes, and what they may be called. */
class FileKindTests {

    @ParameterizedTest
    @CsvSource({
        "PNG, 89504e470d0a1a0a00, true",
        "PNG, 89504e47, false",
        "JPEG, ffd8ffe0, true",
        "GIF, 474946383961, true",
        "WEBP, 524946460000000057454250, true",
        "WEBP, 524946460000000057415645, false",
        "WEBP, 52494646, false",
        "DOC, d0cf11e0a1b11ae1, true",
        "PDF, 3c68746d6c3e, false"
    })
    void bytesMustBeginAsTheTypeDoes(FileKind kind, String hex, boolean fits) {
        assertThat(kind.fits(HexFormat.of().parseHex(hex))).isEqualTo(fits);
    }

    @Test
    void officeFilesAreKnownByTheirPartsAndHaveNoMacros() throws IOException {
        byte[] document = zip("[Content_Types].xml", "word/document.xml");

        assertThat(FileKind.DOCX.fits(document)).isTrue();
        assertThat(FileKind.XLSX.fits(document)).isFalse();
        assertThat(FileKind.DOCX.fits(zip("word/document.xml"))).isFalse();
        assertThat(FileKind.DOCX.fits(zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")))
                .isFalse();
        assertThat(FileKind.XLSX.fits(HexFormat.of().parseHex("504b0304ffff"))).isFalse();
    }

    @Test
    void textIsUtf8OrGb18030AndNoMarkup() {
        assertThat(FileKind.TEXT.fits("客户说：<3".getBytes(Charset.forName("GB18030"))))
                .isTrue();
        assertThat(FileKind.TEXT.fits("<!DOCTYPE html>".getBytes(Charset.forName("UTF-8"))))
                .isFalse();
        assertThat(FileKind.TEXT.fits(HexFormat.of().parseHex("ff"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(FileKind.class)
    void typesAreKnownWithoutTheirParameters(FileKind kind) {
        assertThat(FileKind.named(kind.mediaType().toUpperCase(java.util.Locale.ROOT) + "; charset=utf-8"))
                .isPresent();
    }

    @Property
    void noNameHasAPathOrAControlCharacterOrIsTooLong(@ForAll String said) {
        FileName.clean(said, FileKind.PDF)
                .ifPresent(name -> assertThat(name)
                        .matches("(?s)[^/\\\\\\p{Cntrl}]+\\.[pP][dD][fF]")
                        .satisfies(one -> assertThat(one.codePointCount(0, one.length()))
                                .isLessThanOrEqualTo(FileName.LONGEST + 4)));
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write('x');
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
