package io.kehu.customer.transfer;

import io.kehu.customer.customer.ContactPoint;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.PersonName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What becomes of a record when a row is about the same customer: it only grows, and contradictions are told. */
final class MeetRecord {

    private MeetRecord() {}

    static List<String> contradictions(CustomerDraft known, ImportedRow said) {
        CustomerDraft row = said.draft();
        List<String> contradictions = new ArrayList<>();
        if (said.kindSaid() && known.kind() != row.kind()) {
            contradictions.add("kind:differs");
        }
        PersonName knownName = known.fullName();
        PersonName rowName = row.fullName();
        if (knownName != null && rowName != null && !knownName.folded().equals(rowName.folded())) {
            contradictions.add("fullName:differs");
        }
        if (known.birthDate() != null
                && row.birthDate() != null
                && !known.birthDate().equals(row.birthDate())) {
            contradictions.add("birthDate:differs");
        }
        known.particulars().contradictions(row.particulars()).forEach(field -> contradictions.add(field + ":differs"));
        return contradictions;
    }

    /** What no record may be, though neither the known one nor the row is. */
    static List<String> impossible(CustomerDraft merged) {
        List<String> reasons = new ArrayList<>();
        if (merged.particulars().belie(merged.birthDate())) {
            reasons.add("nationalId:national-id-birth-date");
        }
        if (merged.kind() == CustomerDraft.Kind.ORGANISATION) {
            merged.particulars().ofPersonsOnly().forEach(field -> reasons.add(field + ":persons-only"));
        }
        for (ContactPoint.Kind kind : ContactPoint.Kind.values()) {
            long count = merged.contactPoints().stream()
                    .filter(point -> point.kind() == kind)
                    .count();
            if (count > ContactPoint.MOST_OF_A_KIND) {
                reasons.add(kind.name().toLowerCase(Locale.ROOT) + ":too-many");
            }
        }
        return reasons;
    }

    /** What is known stays; the row fills gaps and adds contacts behind those there are. */
    static CustomerDraft merged(CustomerDraft known, CustomerDraft row) {
        Map<String, ContactPoint> contacts = new HashMap<>();
        List<ContactPoint> points = new ArrayList<>();
        List<ContactPoint> all = new ArrayList<>(known.contactPoints());
        all.addAll(row.contactPoints());
        for (ContactPoint point : all) {
            if (contacts.putIfAbsent(point.identity(), point) == null) {
                points.add(point);
            }
        }
        return new CustomerDraft(
                known.kind(),
                known.fullName() == null ? row.fullName() : known.fullName(),
                known.birthDate() == null ? row.birthDate() : known.birthDate(),
                known.particulars().filledFrom(row.particulars()),
                known.language(),
                known.stage(),
                points);
    }
}
