package io.kehu.identity.adopt;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** An object a line; a line that is no JSON spoils itself only. */
final class NdjsonFile implements LegacyFile {

    private final TextLines lines;
    private final JsonMapper mapper;

    NdjsonFile(InputStream input, JsonMapper mapper) {
        this.lines = new TextLines(input);
        this.mapper = mapper;
    }

    @Override
    public @Nullable LegacyLine next() throws IOException {
        if (!lines.advance()) {
            return null;
        }
        int number = lines.number();
        if (lines.isTooLong()) {
            return LegacyLine.faulty(number, Reason.TOO_LONG);
        }
        try (JsonParser parser = mapper.createParser(lines.bytes())) {
            if (parser.nextToken() == null) {
                return LegacyLine.faulty(number, Reason.EMPTY);
            }
            LegacyLine line = JsonEntry.read(parser, number);
            return parser.nextToken() == null ? line : LegacyLine.faulty(number, Reason.UNREADABLE);
        } catch (JacksonException e) {
            return LegacyLine.faulty(number, Reason.UNREADABLE);
        }
    }
}
