package io.kehu.customer.catalogue;

import io.kehu.customer.customer.CustomerNumber;
import io.kehu.starter.security.token.Caller;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Custom fields as columns of a file that leaves the service: what somebody may see of them, as {@link ImportedFields} reads it back. */
@Component
public class ExportedFields {

    private final CurrentCatalogue current;
    private final Values values;

    ExportedFields(CurrentCatalogue current, Values values) {
        this.current = current;
        this.values = values;
    }

    /** What kind of cell a value makes. */
    public enum Kind {
        TEXT,
        NUMBER,
        DATE
    }

    /**
     * A field somebody may know of.
     *
     * @param personal whether its values are sealed
     * @param clear whether that person sees them in the clear, or masked
     * @param importable whether a file can bring it back
     */
    public record Field(
            String code, String zh, String en, Kind kind, boolean personal, boolean clear, boolean importable) {}

    public List<Field> all(Caller caller) {
        return current.get().fields().stream()
                .filter(field -> field.sight(caller) != CustomField.Sight.NONE)
                .map(field -> field(field, caller))
                .toList();
    }

    /** Empty for a field that does not exist as far as that person knows. */
    public Optional<Field> find(String code, Caller caller) {
        return current.get().field(code) instanceof CustomField field && field.sight(caller) != CustomField.Sight.NONE
                ? Optional.of(field(field, caller))
                : Optional.empty();
    }

    /**
     * Values of some fields as texts, by code.
     *
     * @param clear codes of the fields whose values are given in the clear; all others masked where they are personal
     */
    public Map<CustomerNumber, Map<String, String>> texts(
            Collection<CustomerNumber> numbers, Set<String> codes, Set<String> clear) {
        if (numbers.isEmpty() || codes.isEmpty()) {
            return Map.of();
        }
        Catalogue catalogue = current.get();
        Map<CustomerNumber, Map<String, String>> texts = new HashMap<>();
        values.of(numbers, catalogue).forEach((number, all) -> {
            Map<String, String> own = new HashMap<>();
            all.forEach((code, value) -> {
                CustomField field = catalogue.field(code);
                if (field != null && codes.contains(code)) {
                    boolean open = clear.contains(code) || !field.settings().sealed();
                    own.put(code, open ? TypedText.of(value) : field.masked(value));
                }
            });
            texts.put(number, own);
        });
        return texts;
    }

    private static Field field(CustomField field, Caller caller) {
        FieldSettings settings = field.settings();
        Kind kind =
                switch (field.type()) {
                    case NUMBER -> Kind.NUMBER;
                    case DATE -> Kind.DATE;
                    case TEXT, MONEY, CHOICE, MULTI_CHOICE, REFERENCE, FILE -> Kind.TEXT;
                };
        return new Field(
                field.code(),
                settings.label().zh(),
                settings.label().en(),
                kind,
                settings.sealed(),
                field.sight(caller) == CustomField.Sight.CLEAR,
                settings.importable());
    }
}
