package io.kehu.identity.adopt;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads <code>{"number": "…", "issuedAt": "…"}</code> from a stream of tokens and goes on behind whatever stands there instead. */
final class JsonEntry {

    private JsonEntry() {}

    /** @param parser at the first token of the value; afterwards at its last one */
    static LegacyLine read(JsonParser parser, int line) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return LegacyLine.faulty(line, Reason.UNREADABLE);
        }
        String number = null;
        String issuedAt = null;
        boolean understood = true;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            String text = text(parser, value);
            understood &= value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NULL;
            switch (name) {
                case "number" -> number = text;
                case "issuedAt" -> issuedAt = text;
                default -> understood = false;
            }
        }
        return understood ? LegacyLine.of(line, number, issuedAt) : LegacyLine.faulty(line, Reason.UNREADABLE);
    }

    private static @Nullable String text(JsonParser parser, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        parser.skipChildren();
        return null;
    }
}
