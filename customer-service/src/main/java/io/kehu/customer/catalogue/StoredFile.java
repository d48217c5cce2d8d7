package io.kehu.customer.catalogue;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A file as the value of a field names it.
 *
 * @param name as people know it, without a path
 * @param mediaType what its bytes are
 * @param size in bytes
 * @param at when it was handed in
 */
@Schema(name = "CustomFile")
record StoredFile(
        UUID id,
        @Schema(example = "合同 2026.pdf") String name,
        @Schema(example = "application/pdf") String mediaType,
        @Schema(example = "48213") long size,
        Instant at) {

    static StoredFile of(JsonNode node) {
        return new StoredFile(
                UUID.fromString(node.path("id").stringValue()),
                node.path("name").stringValue(),
                node.path("mediaType").stringValue(),
                node.path("size").longValue(),
                Instant.parse(node.path("at").stringValue()));
    }
}
