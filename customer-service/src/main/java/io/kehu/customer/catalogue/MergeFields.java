package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomerNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Custom fields of customers that turn out to be one: the survivor's values stay, those of the others fill gaps, in their order;
 * of files all stay.
 */
@Component
public class MergeFields {

    private final ImportedFields fields;
    private final CurrentCatalogue current;
    private final JsonMapper mapper;

    MergeFields(ImportedFields fields, CurrentCatalogue current, JsonMapper mapper) {
        this.fields = fields;
        this.current = current;
        this.mapper = mapper;
    }

    /**
     * What a merge did to the survivor's values; personal, so to be sealed by whoever keeps it.
     *
     * @param before all values
     * @param after all values
     * @param changed names of the fields that got a value
     */
    public record Image(String before, String after, List<String> changed) {}

    /** In the caller's transaction, on customers the caller has locked. */
    public Image merge(CustomerNumber survivor, List<CustomerNumber> losers) {
        List<CustomerNumber> all = new ArrayList<>(losers);
        all.addFirst(survivor);
        Map<CustomerNumber, String> documents = fields.documents(all);
        String before = documents.getOrDefault(survivor, "{}");
        ObjectNode after = object(before);
        for (CustomerNumber loser : losers) {
            object(documents.getOrDefault(loser, "{}")).properties().forEach(member -> {
                JsonNode held = after.get(member.getKey());
                if (held == null) {
                    after.set(member.getKey(), member.getValue());
                } else if (isFile(member.getKey())) {
                    after.set(member.getKey(), with(held, member.getValue()));
                }
            });
        }
        String text = mapper.writeValueAsString(after);
        return new Image(before, text, put(survivor, text));
    }

    /**
     * In the caller's transaction, on a customer the caller has locked: what nobody has changed since is as before.
     *
     * @return names of the fields that changed
     */
    public List<String> unmerge(CustomerNumber survivor, Image image) {
        ObjectNode now = object(fields.documents(List.of(survivor)).getOrDefault(survivor, "{}"));
        ObjectNode before = object(image.before());
        object(image.after()).properties().forEach(member -> {
            JsonNode held = now.get(member.getKey());
            if (isFile(member.getKey()) && held != null) {
                JsonNode brought = without(member.getValue(), before.path(member.getKey()));
                replace(now, member.getKey(), without(held, brought));
            } else if (!before.has(member.getKey()) && member.getValue().equals(held)) {
                now.remove(member.getKey());
            }
        });
        return put(survivor, mapper.writeValueAsString(now));
    }

    private boolean isFile(String code) {
        return current.get().field(code) instanceof CustomField field && field.type() == FieldType.FILE;
    }

    private JsonNode with(JsonNode held, JsonNode others) {
        return mapper.createArrayNode()
                .addAll(Stream.concat(held.valueStream(), others.valueStream())
                        .distinct()
                        .toList());
    }

    private JsonNode without(JsonNode held, JsonNode others) {
        List<JsonNode> gone = others.valueStream().toList();
        return mapper.createArrayNode()
                .addAll(held.valueStream().filter(one -> !gone.contains(one)).toList());
    }

    private static void replace(ObjectNode document, String code, JsonNode files) {
        if (files.isEmpty()) {
            document.remove(code);
        } else {
            document.set(code, files);
        }
    }

    private List<String> put(CustomerNumber survivor, String document) {
        return fields.restore(Map.of(survivor, document)).getOrDefault(survivor, List.of());
    }

    private ObjectNode object(String document) {
        return (ObjectNode) mapper.readTree(document);
    }
}
