package io.kehu.customer.customer;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the values of a record come from.
 *
 * @param registration source of all that came with the registration
 * @param later by field, sources of what was changed or verified since
 */
public record Provenance(FieldSource registration, Map<String, FieldSource> later) {

    public Provenance {
        later = Map.copyOf(later);
    }

    public FieldSource of(String field) {
        return later.getOrDefault(field, registration);
    }

    /** After a write: changed fields come from its origin, verified ones are fresh. */
    Provenance after(Collection<String> changed, Origin origin, Instant now) {
        Map<String, FieldSource> sources = new TreeMap<>(later);
        changed.forEach(field -> sources.put(field, new FieldSource(origin.source(), now, null, origin.actor())));
        origin.verified()
                .forEach(field -> sources.put(
                        field, sources.getOrDefault(field, registration).verified(now)));
        return new Provenance(registration, sources);
    }
}
