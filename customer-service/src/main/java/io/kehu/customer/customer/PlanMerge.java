package io.kehu.customer.customer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts several records of one customer together, field by field: what only one knows is taken from it, of several values the most trusted
 * and then the freshest survives, unless somebody chose. Names that are given up are kept as former names, so that they still find the
 * customer.
 */
@Component
public class PlanMerge {

    private static final int MOST_FORMER_NAMES = 10;

    /** Two people cannot have one of these together: whoever merges must say which one is true. */
    private static final Set<RecordField> TELLING = Set.of(RecordField.NATIONAL_ID, RecordField.CREDIT_CODE);

    /** Everybody has one, so the survivor's stays unless somebody chose. */
    private static final Set<RecordField> OF_SURVIVOR = Set.of(RecordField.LANGUAGE);

    private final Survivorship survivorship;

    PlanMerge(SurvivorshipProperties properties) {
        this.survivorship = new Survivorship(properties.trusted());
    }

    /** Why records cannot be put together as asked. */
    public static final class ImpossibleException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final Reason reason;
        private final transient List<String> fields;

        ImpossibleException(Reason reason, Collection<String> fields) {
            super(reason.name());
            this.reason = reason;
            this.fields = List.copyOf(fields);
        }

        public Reason reason() {
            return reason;
        }

        /** Names of the fields it is about. */
        public List<String> fields() {
            return fields;
        }
    }

    /** What stands in the way. */
    public enum Reason {
        /** A person and an organisation. */
        KINDS_DIFFER,
        /** A choice names a field that no record can be asked for. */
        UNKNOWN_FIELD,
        /** A choice names a record that knows nothing there. */
        NOTHING_TO_CHOOSE,
        /** Official numbers differ, and nobody said which is true. */
        NEEDS_CHOICE,
        /** More values than a record can hold. */
        TOO_MANY
    }

    /**
     * Nothing is written.
     *
     * @param records the survivor first
     * @param choices by field, the record whose value stays
     * @throws ImpossibleException when they cannot be put together
     */
    public MergePlan plan(List<Customer> records, Map<String, CustomerNumber> choices) {
        Customer survivor = records.getFirst();
        CustomerDraft.Kind kind = survivor.draft().kind();
        if (records.stream().anyMatch(record -> record.draft().kind() != kind)) {
            throw new ImpossibleException(Reason.KINDS_DIFFER, List.of("kind"));
        }
        Map<RecordField, Customer> from = new EnumMap<>(RecordField.class);
        Map<String, List<CustomerNumber>> contested = new LinkedHashMap<>();
        for (RecordField field : RecordField.values()) {
            List<Customer> knowing = knowing(field, records);
            if (field != RecordField.FORMER_NAMES && differ(field, knowing)) {
                contested.put(
                        field.code(), knowing.stream().map(Customer::number).toList());
            }
            from.put(field, survivorOf(field, knowing, survivor));
        }
        choose(from, records, choices);
        Set<String> open = new TreeSet<>(contested.keySet());
        open.retainAll(TELLING.stream().map(RecordField::code).toList());
        open.removeAll(choices.keySet());
        if (!open.isEmpty()) {
            throw new ImpossibleException(Reason.NEEDS_CHOICE, open);
        }
        keepNamesTogether(from, records, choices);
        CustomerDraft draft = RecordField.assemble(kind, field -> drafted(from, field), points(records));
        CustomerDraft whole = withFormerNames(consistent(draft, choices), records);
        return new MergePlan(whole, provenance(survivor, from, whole), sources(from, whole), contested);
    }

    private static CustomerDraft drafted(Map<RecordField, Customer> from, RecordField field) {
        return known(from, field).draft();
    }

    private static Customer known(Map<RecordField, Customer> from, RecordField field) {
        Customer record = from.get(field);
        if (record == null) {
            throw new IllegalStateException("Every field comes from a record");
        }
        return record;
    }

    private static List<Customer> knowing(RecordField field, List<Customer> records) {
        if (OF_SURVIVOR.contains(field)) {
            return records.subList(0, 1);
        }
        // That somebody is a prospect is what is said when nothing is known.
        return records.stream()
                .filter(record -> field.of(record.draft()) != null
                        && !(field == RecordField.STAGE && record.draft().stage() == CustomerDraft.Stage.PROSPECT))
                .toList();
    }

    private static boolean differ(RecordField field, List<Customer> knowing) {
        return knowing.stream()
                        .map(record -> field.of(record.draft()))
                        .distinct()
                        .count()
                > 1;
    }

    private Customer survivorOf(RecordField field, List<Customer> knowing, Customer otherwise) {
        if (knowing.isEmpty()) {
            return otherwise;
        }
        Customer best = knowing.getFirst();
        for (Customer other : knowing.subList(1, knowing.size())) {
            if (!survivorship.survives(
                    best.provenance().of(field.code()), other.provenance().of(field.code()))) {
                best = other;
            }
        }
        return best;
    }

    private static void choose(
            Map<RecordField, Customer> from, List<Customer> records, Map<String, CustomerNumber> choices) {
        choices.forEach((code, number) -> {
            RecordField field = RecordField.of(code)
                    .filter(known -> known != RecordField.FORMER_NAMES)
                    .orElseThrow(() -> new ImpossibleException(Reason.UNKNOWN_FIELD, List.of(code)));
            Customer chosen = records.stream()
                    .filter(record -> record.number().equals(number) && field.of(record.draft()) != null)
                    .findFirst()
                    .orElseThrow(() -> new ImpossibleException(Reason.NOTHING_TO_CHOOSE, List.of(code)));
            from.put(field, chosen);
        });
    }

    /** The parts of a name belong to the whole: they are taken from where it is, or from who is called the same. */
    private static void keepNamesTogether(
            Map<RecordField, Customer> from, List<Customer> records, Map<String, CustomerNumber> choices) {
        Customer named = known(from, RecordField.FULL_NAME);
        PersonName name = named.draft().fullName();
        if (name == null) {
            return;
        }
        for (RecordField part : List.of(RecordField.GIVEN_NAME, RecordField.FAMILY_NAME)) {
            if (!choices.containsKey(part.code())) {
                Customer source = records.stream()
                        .filter(record -> part.of(record.draft()) != null && isCalled(record, name))
                        .findFirst()
                        .orElse(named);
                from.put(part, part.of(named.draft()) == null ? source : named);
            }
        }
    }

    private static boolean isCalled(Customer record, PersonName name) {
        PersonName own = record.draft().fullName();
        return own != null && own.folded().equals(name.folded());
    }

    /** An identity number says the birth date; a date that belies it gives way, unless somebody chose it. */
    private static CustomerDraft consistent(CustomerDraft draft, Map<String, CustomerNumber> choices) {
        NationalId id = draft.particulars().nationalId();
        if (id == null || !draft.particulars().belie(draft.birthDate())) {
            return draft;
        }
        if (choices.containsKey(RecordField.BIRTH_DATE.code())) {
            throw new ImpossibleException(
                    Reason.NEEDS_CHOICE, List.of(RecordField.BIRTH_DATE.code(), RecordField.NATIONAL_ID.code()));
        }
        return new CustomerDraft(
                draft.kind(),
                draft.fullName(),
                BirthDate.of(id.birthDate()),
                draft.particulars(),
                draft.language(),
                draft.stage(),
                draft.contactPoints());
    }

    private static CustomerDraft withFormerNames(CustomerDraft draft, List<Customer> records) {
        Map<String, PersonName> names = new LinkedHashMap<>();
        for (Customer record : records) {
            record.draft().particulars().formerNames().forEach(name -> names.putIfAbsent(name.folded(), name));
            PersonName own = record.draft().fullName();
            if (own != null) {
                names.putIfAbsent(own.folded(), own);
            }
        }
        if (draft.fullName() != null) {
            names.remove(draft.fullName().folded());
        }
        if (names.size() > MOST_FORMER_NAMES) {
            throw new ImpossibleException(Reason.TOO_MANY, List.of(RecordField.FORMER_NAMES.code()));
        }
        Particulars particulars = draft.particulars();
        return new CustomerDraft(
                draft.kind(),
                draft.fullName(),
                draft.birthDate(),
                new Particulars(
                        particulars.givenName(),
                        particulars.familyName(),
                        List.copyOf(names.values()),
                        particulars.sex(),
                        particulars.nationality(),
                        particulars.nationalId(),
                        particulars.foreignId(),
                        particulars.creditCode()),
                draft.language(),
                draft.stage(),
                draft.contactPoints());
    }

    /** All points of all records, each once; of a kind, one is preferred: the survivor's, if they prefer any. */
    private static List<ContactPoint> points(List<Customer> records) {
        Map<String, ContactPoint> points = new LinkedHashMap<>();
        Set<ContactPoint.Kind> preferring = new LinkedHashSet<>();
        for (Customer record : records) {
            for (ContactPoint point : record.draft().contactPoints()) {
                boolean first = point.preferred() && preferring.add(point.kind());
                ContactPoint taken = point.preferred() && !first ? point.preferring(false) : point;
                points.merge(point.identity(), taken, PlanMerge::better);
            }
        }
        Map<ContactPoint.Kind, Integer> counts = new EnumMap<>(ContactPoint.Kind.class);
        points.values().forEach(point -> counts.merge(point.kind(), 1, Integer::sum));
        if (counts.values().stream().anyMatch(count -> count > ContactPoint.MOST_OF_A_KIND)) {
            throw new ImpossibleException(Reason.TOO_MANY, List.of("contactPoints"));
        }
        List<ContactPoint> ordered = new ArrayList<>(points.values());
        ordered.sort(ContactPoint.ORDER);
        return ordered;
    }

    /** Of one point in two records, the one somebody made sure of; otherwise the survivor's. */
    private static ContactPoint better(ContactPoint known, ContactPoint other) {
        boolean wins = known.verifiedAt() == null && other.verifiedAt() != null;
        ContactPoint better = wins ? other : known;
        return known.preferred() || other.preferred() ? better.preferring(true) : better;
    }

    private static Provenance provenance(Customer survivor, Map<RecordField, Customer> from, CustomerDraft draft) {
        Map<String, FieldSource> later = new TreeMap<>(survivor.provenance().later());
        from.forEach((field, record) -> {
            if (!record.number().equals(survivor.number()) && field.of(draft) != null) {
                later.put(field.code(), record.provenance().of(field.code()));
            }
        });
        return new Provenance(survivor.provenance().registration(), later);
    }

    private static Map<String, CustomerNumber> sources(Map<RecordField, Customer> from, CustomerDraft draft) {
        Map<String, CustomerNumber> sources = new LinkedHashMap<>();
        from.forEach((field, record) -> {
            @Nullable Object value = field.of(draft);
            if (value != null && field != RecordField.FORMER_NAMES) {
                sources.put(field.code(), record.number());
            }
        });
        return sources;
    }
}
