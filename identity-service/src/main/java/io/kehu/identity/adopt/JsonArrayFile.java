package io.kehu.identity.adopt;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;

/** One array, never whole in memory. Where it stops being JSON nobody knows where the next element begins, so there it ends. */
final class JsonArrayFile implements LegacyFile {

    private final JsonParser parser;
    private int number;

    JsonArrayFile(InputStream input, JsonMapper mapper) {
        this.parser = mapper.createParser(input);
    }

    /** @throws ProblemException 400 when the file is no array, or none any more */
    @Override
    public @Nullable LegacyLine next() throws IOException {
        try {
            if (number == 0 && parser.nextToken() != JsonToken.START_ARRAY) {
                throw new ProblemException(CommonProblem.MALFORMED_REQUEST);
            }
            number++;
            if (parser.nextToken() != JsonToken.END_ARRAY) {
                return JsonEntry.read(parser, number);
            }
            if (parser.nextToken() != null) {
                throw new ProblemException(CommonProblem.MALFORMED_REQUEST);
            }
            return null;
        } catch (StreamConstraintsException e) {
            throw ProblemException.field("/" + Math.max(0, number - 1), "limit");
        } catch (JacksonException e) {
            // The caller is gone, or sent too much: no matter of the JSON.
            if (e.getCause() instanceof IOException broken && !(broken instanceof CharConversionException)) {
                throw broken;
            }
            throw new ProblemException(CommonProblem.MALFORMED_REQUEST);
        }
    }
}
