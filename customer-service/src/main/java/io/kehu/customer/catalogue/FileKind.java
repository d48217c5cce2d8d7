package io.kehu.customer.catalogue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Files that are kept: what they are called, and how their bytes begin. Nothing a browser would run is among them. */
enum FileKind {
    PNG("image/png", "89504e470d0a1a0a", "png"),
    JPEG("image/jpeg", "ffd8ff", "jpg", "jpeg"),
    GIF("image/gif", "47494638", "gif"),
    WEBP("image/webp", "52494646", "webp"),
    PDF("application/pdf", "255044462d", "pdf"),
    DOC("application/msword", "d0cf11e0a1b11ae1", "doc"),
    XLS("application/vnd.ms-excel", "d0cf11e0a1b11ae1", "xls"),
    PPT("application/vnd.ms-powerpoint", "d0cf11e0a1b11ae1", "ppt"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "504b0304", "docx"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "504b0304", "xlsx"),
    PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", "504b0304", "pptx"),
    CSV("text/csv", "", "csv"),
    TEXT("text/plain", "", "txt", "log", "md");

    private static final byte[] WEBP_MARK = "WEBP".getBytes(StandardCharsets.US_ASCII);
    private static final int WEBP_MARK_AT = 8;

    private final String mediaType;
    private final byte[] beginning;
    private final List<String> endings;

    FileKind(String mediaType, String beginning, String... endings) {
        this.mediaType = mediaType;
        this.beginning = HexFormat.of().parseHex(beginning);
        this.endings = List.of(endings);
    }

    String mediaType() {
        return mediaType;
    }

    /** The usual one first. */
    List<String> endings() {
        return endings;
    }

    static Optional<FileKind> named(String mediaType) {
        String plain = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> kind.mediaType.equals(plain))
                .findFirst();
    }

    /** Whether these bytes are such a file. */
    boolean fits(byte[] content) {
        boolean begins = content.length >= beginning.length
                && Arrays.equals(content, 0, beginning.length, beginning, 0, beginning.length);
        return begins
                && switch (this) {
                    case WEBP ->
                        content.length >= WEBP_MARK_AT + WEBP_MARK.length
                                && Arrays.equals(
                                        content,
                                        WEBP_MARK_AT,
                                        WEBP_MARK_AT + WEBP_MARK.length,
                                        WEBP_MARK,
                                        0,
                                        WEBP_MARK.length);
                    case DOCX -> holds(content, "word/document.xml");
                    case XLSX -> holds(content, "xl/workbook.xml");
                    case PPTX -> holds(content, "ppt/presentation.xml");
                    case CSV, TEXT -> isText(content);
                    default -> true;
                };
    }

    /** By the names of its parts alone: nothing is unpacked. Macros are not kept. */
    private static boolean holds(byte[] content, String part) {
        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(content))
                .get()) {
            Set<String> names = StreamSupport.stream(
                            ((Iterable<ZipArchiveEntry>) () -> zip.getEntries().asIterator()).spliterator(), false)
                    .map(ZipArchiveEntry::getName)
                    .collect(Collectors.toSet());
            return names.contains(part)
                    && names.contains("[Content_Types].xml")
                    && names.stream().noneMatch(name -> name.endsWith("vbaProject.bin"));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** UTF-8 or GB18030 without control characters, and no markup that something might take for a page. */
    private static boolean isText(byte[] content) {
        return decoded(content, StandardCharsets.UTF_8)
                .or(() -> decoded(content, Charset.forName("GB18030")))
                .filter(text -> text.chars().noneMatch(FileKind::isControl))
                .map(text -> text.replace("\uFEFF", "").stripLeading().toLowerCase(Locale.ROOT))
                .filter(text -> !text.matches("(?s)<(!|\\?xml|html|head|body|script|svg|iframe).*"))
                .isPresent();
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character)
                && character != '\n'
                && character != '\r'
                && character != '\t'
                && character != '\f';
    }

    private static Optional<String> decoded(byte[] content, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(content)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
