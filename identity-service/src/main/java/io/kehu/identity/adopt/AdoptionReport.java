package io.kehu.identity.adopt;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the report until the whole file is read: most callers, the gateway among them, read no answer before they have sent everything, and
 * two ends that both write wait for each other for ever. It is kept packed on disk, some bytes a line.
 */
final class AdoptionReport implements Closeable {

    private final FileChannel file;
    private final GZIPOutputStream packed;
    private final SequenceWriter writer;
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

    private AdoptionReport(FileChannel file, JsonMapper mapper) throws IOException {
        this.file = file;
        this.packed = new GZIPOutputStream(Channels.newOutputStream(file));
        this.writer = mapper.writer()
                .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .withRootValueSeparator("\n")
                .writeValues(packed);
    }

    static AdoptionReport open(JsonMapper mapper) throws IOException {
        Path path = Files.createTempFile("adoption-", ".ndjson.gz");
        return new AdoptionReport(
                FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE),
                mapper);
    }

    /** Counts the line, and writes down those that were not accepted. */
    void add(ReportLine line) {
        counts.merge(line.verdict(), 1, Integer::sum);
        if (line.verdict() != Verdict.ACCEPTED) {
            writer.write(line);
        }
    }

    AdoptionSummary finish() throws IOException {
        AdoptionSummary summary = new AdoptionSummary(
                true,
                counts.values().stream().mapToInt(Integer::intValue).sum(),
                count(Verdict.ACCEPTED),
                count(Verdict.ALREADY_THERE),
                count(Verdict.COLLIDING),
                count(Verdict.MALFORMED));
        writer.write(summary);
        writer.close();
        packed.write('\n');
        packed.finish();
        return summary;
    }

    /** The finished report. */
    void copyTo(OutputStream output) throws IOException {
        file.position(0);
        new GZIPInputStream(Channels.newInputStream(file)).transferTo(output);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private int count(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }
}
