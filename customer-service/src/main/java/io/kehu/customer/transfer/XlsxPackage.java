package io.kehu.customer.transfer;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The parts of a workbook, unpacked as they are read, up to bounds that no honest file reaches. */
final class XlsxPackage implements Closeable {

    private static final long LARGEST_PART = 4L * 1024 * 1024 * 1024;
    private static final long UNSUSPICIOUS = 16L * 1024 * 1024;
    private static final int HIGHEST_RATIO = 250;

    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XML.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    private final ZipFile zip;

    XlsxPackage(SealedChannel channel) throws IOException {
        try {
            this.zip = ZipFile.builder().setSeekableByteChannel(channel).get();
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable();
        }
    }

    /** Reads one element after the other. */
    @FunctionalInterface
    interface PartReader {
        void read(XMLStreamReader xml) throws XMLStreamException;
    }

    /** @return false when there is no such part */
    boolean read(String path, PartReader reader) throws IOException {
        ZipArchiveEntry entry = zip.getEntry(path);
        if (entry == null) {
            return false;
        }
        try (InputStream input = new Bounded(zip.getInputStream(entry), entry.getCompressedSize())) {
            XMLStreamReader xml = XML.createXMLStreamReader(input);
            try {
                reader.read(xml);
            } finally {
                xml.close();
            }
            return true;
        } catch (XMLStreamException e) {
            if (Bounded.Exceeded.isCauseOf(e)) {
                throw new UnreadableFileException("file-bomb");
            }
            throw unreadable();
        } catch (Bounded.Exceeded e) {
            throw new UnreadableFileException("file-bomb");
        } catch (IOException e) {
            throw unreadable();
        }
    }

    /** Targets by id of the relations of a part. */
    Map<String, String> relations(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        String folder = path.substring(0, slash + 1);
        Map<String, String> targets = new HashMap<>();
        read(folder + "_rels/" + path.substring(slash + 1) + ".rels", xml -> {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("Relationship")) {
                    String target = attribute(xml, "Target");
                    String type = attribute(xml, "Type");
                    String id = attribute(xml, "Id");
                    if (target != null && type != null && id != null) {
                        String absolute = target.startsWith("/") ? target.substring(1) : folder + target;
                        targets.put(id, absolute);
                        targets.putIfAbsent(type.substring(type.lastIndexOf('/') + 1), absolute);
                    }
                }
            }
        });
        return targets;
    }

    /** An attribute by its name alone; the two dialects of the format differ in namespaces only. */
    static @Nullable String attribute(XMLStreamReader xml, String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return null;
    }

    static UnreadableFileException unreadable() {
        return new UnreadableFileException("file-xlsx");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Ends a part that unpacks to more than it can honestly hold. */
    private static final class Bounded extends FilterInputStream {

        private final long packed;
        private long count;

        Bounded(InputStream input, long packed) {
            super(input);
            this.packed = Math.max(1, packed);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            count += read;
            if (count > LARGEST_PART || (count > UNSUSPICIOUS && count / packed > HIGHEST_RATIO)) {
                throw new Exceeded();
            }
        }

        private static final class Exceeded extends IOException {

            private static final long serialVersionUID = 1L;

            static boolean isCauseOf(XMLStreamException failure) {
                return failure.getNestedException() instanceof Exceeded || failure.getCause() instanceof Exceeded;
            }
        }
    }
}
