package io.kehu.customer.customer;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Changes what is known of a customer. */
@Component
public class ChangeCustomer {

    /** What a change is called that only makes sure of values. */
    private static final String VERIFIED = "verified";

    private final CustomerWriter writer;
    private final CustomerKeys keys;
    private final CustomerTokens tokens;
    private final VerifiedValues verifiedValues;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    ChangeCustomer(
            CustomerWriter writer,
            CustomerKeys keys,
            CustomerTokens tokens,
            VerifiedValues verifiedValues,
            Clock clock,
            ApplicationEventPublisher events) {
        this.writer = writer;
        this.keys = keys;
        this.tokens = tokens;
        this.verifiedValues = verifiedValues;
        this.clock = clock;
        this.events = events;
    }

    /**
     * In the caller's transaction, on a record the caller has locked. Nothing happens when nothing differs.
     *
     * @param changedBeside fields that others keep and have changed in the same transaction
     * @return the version afterwards
     * @throws CustomerExistsException when phone and name, or an official number, now are those of another customer
     */
    public long change(Customer current, CustomerDraft draft, List<String> changedBeside, Origin origin) {
        List<String> fields = write(current, draft, changedBeside, origin);
        if (fields.isEmpty()) {
            return current.version();
        }
        long version = current.version() + 1;
        events.publishEvent(new CustomerChanged(current.number(), version, fields));
        return version;
    }

    /**
     * What a record is to become.
     *
     * @param changedBeside fields that others keep and have changed in the same transaction
     */
    public record Wish(Customer current, CustomerDraft draft, List<String> changedBeside) {}

    /** As {@link #change}, for callers that tell others themselves. @return names of the fields that changed */
    public List<String> write(Customer current, CustomerDraft said, List<String> changedBeside, Origin origin) {
        return write(List.of(new Wish(current, said, changedBeside)), origin).getOrDefault(current.number(), List.of());
    }

    /** As {@link #write}, for many records at once. @return of those in which something differs, names of the fields that changed */
    public Map<CustomerNumber, List<String>> write(Collection<Wish> wishes, Origin origin) {
        Instant now = clock.instant();
        Map<CustomerNumber, List<String>> changed = new HashMap<>();
        List<CustomerWriter.Changed> changes = new ArrayList<>();
        for (Wish wish : wishes) {
            CustomerWriter.Changed change = changed(wish, origin, now);
            if (!change.fields().isEmpty()) {
                changes.add(change);
                changed.put(change.number(), change.fields());
            }
        }
        mustBeNobodyElse(store(changes, origin));
        return changed;
    }

    private CustomerWriter.Changed changed(Wish wish, Origin origin, Instant now) {
        Customer current = wish.current();
        CustomerDraft kept = verifiedValues.kept(current, wish.draft(), origin, now);
        CustomerDraft draft = sourced(current.draft(), kept, origin, now);
        List<String> fields = differences(current.draft(), draft);
        fields.addAll(wish.changedBeside());
        Provenance provenance = current.provenance().after(valueFields(fields), origin, now);
        if (!origin.verified().isEmpty()) {
            fields.add(VERIFIED);
        }
        return new CustomerWriter.Changed(current, draft, fields, provenance);
    }

    /**
     * As {@link #write}, for callers that put back what was there before: the values with where they came from, whether or not somebody
     * made sure of what goes.
     *
     * @param sources by field, sources of what did not come with the registration
     */
    public List<String> restore(
            Customer current,
            CustomerDraft before,
            Map<String, FieldSource> sources,
            List<String> changedBeside,
            Origin origin) {
        List<String> fields = differences(current.draft(), before);
        fields.addAll(changedBeside);
        if (!fields.isEmpty()) {
            mustBeNobodyElse(putBack(current, before, fields, sources, origin));
        }
        return fields;
    }

    /**
     * As {@link #restore}, for a record that has to come back whatever happened: who has taken a key of it meanwhile keeps it, and then there
     * are two, as if they had been registered as distinct.
     *
     * @param changedBeside at least one
     * @return how many keys stay with others
     */
    int restoreBeside(
            Customer current,
            CustomerDraft before,
            Map<String, FieldSource> sources,
            List<String> changedBeside,
            Origin origin) {
        List<String> fields = differences(current.draft(), before);
        fields.addAll(changedBeside);
        return putBack(current, before, fields, sources, origin).size();
    }

    private Map<CustomerTokens.Key, String> putBack(
            Customer current,
            CustomerDraft before,
            List<String> fields,
            Map<String, FieldSource> sources,
            Origin origin) {
        Provenance provenance = new Provenance(current.provenance().registration(), sources);
        return store(List.of(new CustomerWriter.Changed(current, before, fields, provenance)), origin);
    }

    /** @return keys that others hold, and who they are */
    private Map<CustomerTokens.Key, String> store(List<CustomerWriter.Changed> changes, Origin origin) {
        if (changes.isEmpty()) {
            return Map.of();
        }
        writer.change(changes, origin);
        return moveKeys(changes);
    }

    private static void mustBeNobodyElse(Map<CustomerTokens.Key, String> foreign) {
        if (!foreign.isEmpty()) {
            throw new CustomerExistsException(
                    new CustomerNumber(foreign.values().iterator().next()));
        }
    }

    /** Only keys that come or go are touched: a customer who was registered as distinct holds none, and need not fight for them. */
    private Map<CustomerTokens.Key, String> moveKeys(List<CustomerWriter.Changed> changes) {
        Map<String, List<CustomerTokens.Key>> gone = new HashMap<>();
        Map<String, List<CustomerTokens.Key>> come = new HashMap<>();
        for (CustomerWriter.Changed change : changes) {
            List<CustomerTokens.Key> before = tokens.keys(change.before().draft());
            List<CustomerTokens.Key> after = tokens.keys(change.after());
            gone.put(change.number().value(), without(before, after));
            come.put(change.number().value(), without(after, before));
        }
        keys.release(gone);
        return keys.take(come);
    }

    private static List<CustomerTokens.Key> without(List<CustomerTokens.Key> some, List<CustomerTokens.Key> others) {
        return some.stream().filter(key -> !others.contains(key)).toList();
    }

    /** Contact points that were there keep where they come from, new ones come from here. */
    private static CustomerDraft sourced(CustomerDraft before, CustomerDraft after, Origin origin, Instant now) {
        Map<String, ContactPoint> known = new HashMap<>();
        before.contactPoints().forEach(point -> known.put(point.identity(), point));
        List<ContactPoint> points = after.contactPoints().stream()
                .map(point -> {
                    ContactPoint old = known.get(point.identity());
                    return old == null ? point.from(origin.source(), now) : point.from(old.source(), old.since());
                })
                .toList();
        return new CustomerDraft(
                after.kind(),
                after.fullName(),
                after.birthDate(),
                after.particulars(),
                after.language(),
                after.stage(),
                points);
    }

    /** Contact points carry their sources themselves. */
    private static List<String> valueFields(List<String> fields) {
        return fields.stream().filter(field -> !field.equals("contactPoints")).toList();
    }

    /** Writes down what customers agreed to or took back. */
    public void agree(Map<CustomerNumber, List<Consent>> consents, Origin origin) {
        writer.insertConsents(consents, origin);
    }

    /** Names of the fields in which two drafts differ. */
    public static List<String> differences(CustomerDraft before, CustomerDraft after) {
        List<String> fields = new ArrayList<>();
        addIf(fields, "fullName", before.fullName(), after.fullName());
        addIf(fields, "birthDate", before.birthDate(), after.birthDate());
        fields.addAll(Particulars.differences(before.particulars(), after.particulars()));
        addIf(fields, "language", before.language(), after.language());
        addIf(fields, "stage", before.stage(), after.stage());
        addIf(fields, "contactPoints", before.contactPoints(), after.contactPoints());
        return fields;
    }

    private static void addIf(List<String> fields, String name, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            fields.add(name);
        }
    }
}
