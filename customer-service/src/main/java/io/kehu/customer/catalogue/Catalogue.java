package io.kehu.customer.catalogue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All fields and dictionaries as they were at one moment. */
final class Catalogue {

    private final Map<String, CustomField> fields = new LinkedHashMap<>();
    private final Map<String, Dictionary> dictionaries = new LinkedHashMap<>();

    Catalogue(List<CustomField> fields, List<Dictionary> dictionaries) {
        fields.forEach(field -> this.fields.put(field.code(), field));
        dictionaries.forEach(dictionary -> this.dictionaries.put(dictionary.code(), dictionary));
    }

    /** In the order of positions. */
    Collection<CustomField> fields() {
        return fields.values();
    }

    @Nullable
    CustomField field(String code) {
        return fields.get(code);
    }

    @Nullable
    Dictionary dictionary(@Nullable String code) {
        return code == null ? null : dictionaries.get(code);
    }
}
