package io.kehu.customer.customer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keeps what somebody made sure of from files that know less: an import never blanks it, and replaces it only where its word counts more. */
@Component
class VerifiedValues {

    private final Survivorship survivorship;

    VerifiedValues(SurvivorshipProperties properties) {
        this.survivorship = new Survivorship(properties.trusted());
    }

    /** Decides field by field for one write. */
    private final class Choice {

        private final Provenance provenance;
        private final FieldSource said;

        private Choice(Provenance provenance, FieldSource said) {
            this.provenance = provenance;
            this.said = said;
        }

        private <T> @Nullable T of(String field, @Nullable T known, @Nullable T other) {
            FieldSource source = provenance.of(field);
            boolean verified = known != null && source.verifiedAt() != null;
            return verified && (other == null || survivorship.survives(source, said)) ? known : other;
        }

        private Particulars of(Particulars known, Particulars other) {
            return new Particulars(
                    of("givenName", known.givenName(), other.givenName()),
                    of("familyName", known.familyName(), other.familyName()),
                    Objects.requireNonNullElse(
                            of("formerNames", orNull(known.formerNames()), orNull(other.formerNames())), List.of()),
                    of("sex", known.sex(), other.sex()),
                    of("nationality", known.nationality(), other.nationality()),
                    of("nationalId", known.nationalId(), other.nationalId()),
                    of("foreignId", known.foreignId(), other.foreignId()),
                    of("creditCode", known.creditCode(), other.creditCode()));
        }

        private List<ContactPoint> of(List<ContactPoint> known, List<ContactPoint> other) {
            Set<String> there = other.stream().map(ContactPoint::identity).collect(Collectors.toSet());
            List<ContactPoint> points = new ArrayList<>(known.stream()
                    .filter(point -> point.verifiedAt() != null && !there.contains(point.identity()))
                    .toList());
            points.addAll(other);
            points.sort(ContactPoint.ORDER);
            return points;
        }
    }

    private static @Nullable List<PersonName> orNull(List<PersonName> names) {
        return names.isEmpty() ? null : names;
    }

    /** The draft as it may be written; the same one for everybody but imports. */
    CustomerDraft kept(Customer current, CustomerDraft draft, Origin origin, Instant now) {
        if (origin.source() != Source.IMPORT) {
            return draft;
        }
        CustomerDraft known = current.draft();
        Choice choice = new Choice(current.provenance(), new FieldSource(origin.source(), now, null, origin.actor()));
        return new CustomerDraft(
                draft.kind(),
                choice.of("fullName", known.fullName(), draft.fullName()),
                choice.of("birthDate", known.birthDate(), draft.birthDate()),
                choice.of(known.particulars(), draft.particulars()),
                draft.language(),
                draft.stage(),
                choice.of(known.contactPoints(), draft.contactPoints()));
    }
}
