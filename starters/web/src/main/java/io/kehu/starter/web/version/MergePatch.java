package io.kehu.starter.web.version;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON Merge Patch document (RFC 7396): members replace, null clears, what is missing stays. */
@Schema(
        type = "object",
        description = "JSON Merge Patch (RFC 7396): members replace, null clears, what is missing stays.")
public final class MergePatch {

    public static final String MEDIA_TYPE = "application/merge-patch+json";

    private final ObjectNode document;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    MergePatch(JsonNode document) {
        if (!(document instanceof ObjectNode object)) {
            throw new ProblemException(CommonProblem.MALFORMED_REQUEST);
        }
        this.document = object;
    }

    /** Names of the top-level members the patch touches. */
    public Collection<String> members() {
        return document.propertyNames();
    }

    JsonNode appliedTo(JsonNode target) {
        return merge(target, document);
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result = target instanceof ObjectNode object ? object.deepCopy() : changes.objectNode();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                JsonNode old = result.get(change.getKey());
                result.set(change.getKey(), merge(old == null ? changes.nullNode() : old, change.getValue()));
            }
        });
        return result;
    }
}
