package io.kehu.customer.customer;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes one record of several, and several of one again. The losers keep all they have, sealed with their own key, but are found by
 * nothing and stand for nobody; so nothing of theirs has to be put together again.
 */
@Component
public class MergeRecords {

    private static final String CONTACT_POINTS = "contactPoints";

    private final JdbcClient jdbc;
    private final CustomerWriter writer;
    private final ChangeCustomer change;
    private final CustomerKeys keys;
    private final CustomerTokens tokens;
    private final Clock clock;

    MergeRecords(
            JdbcClient jdbc,
            CustomerWriter writer,
            ChangeCustomer change,
            CustomerKeys keys,
            CustomerTokens tokens,
            Clock clock) {
        this.jdbc = jdbc;
        this.writer = writer;
        this.change = change;
        this.keys = keys;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * What has to be known to take a merge back; to be sealed by whoever keeps it.
     *
     * @param before the survivor
     * @param provenance of the survivor before
     * @param after what the merge made of the survivor
     * @param keys of the losers
     */
    public record Image(
            CustomerDraft before,
            Map<String, FieldSource> provenance,
            CustomerDraft after,
            Map<String, List<CustomerTokens.Key>> keys) {}

    /**
     * What became of the survivor.
     *
     * @param kept names of fields that stay, because they were changed since
     * @param keysTaken how many of all records' keys others have taken since, so that they stay with them
     */
    public record Restored(List<String> kept, int keysTaken) {}

    /**
     * In the caller's transaction, on records the caller has locked. Each version grows by one.
     *
     * @param custom names of the survivor's custom fields that changed with it
     * @throws CustomerExistsException when what the survivor becomes certainly is another customer, too
     */
    public Image merge(Customer survivor, List<Customer> losers, MergePlan plan, List<String> custom, Origin origin) {
        List<CustomerNumber> gone = losers.stream().map(Customer::number).toList();
        Map<String, List<CustomerTokens.Key>> held = keys.held(gone);
        keys.release(held);
        jdbc.sql("""
                        UPDATE customer SET status = 'MERGED', search_tokens = '{}', version = version + 1, updated_at = :now
                        WHERE number = ANY (:numbers)
                        """).param("now", now()).param("numbers", texts(gone)).update();
        writer.recordStatus(List.of(texts(gone)), origin);
        change.restore(survivor, plan.draft(), plan.provenance().later(), with(custom, "merged"), origin);
        return new Image(survivor.draft(), survivor.provenance().later(), plan.draft(), held);
    }

    /**
     * In the caller's transaction, on records the caller has locked: the losers are as they were, and of the survivor all that nobody has
     * changed since. Each version grows by one.
     *
     * @param custom names of the survivor's custom fields that changed with it
     */
    public Restored unmerge(Customer survivor, List<Customer> losers, Image image, List<String> custom, Origin origin) {
        CustomerDraft current = survivor.draft();
        List<String> kept = new ArrayList<>();
        Set<String> restored = new HashSet<>();
        CustomerDraft draft = RecordField.assemble(
                current.kind(),
                field -> {
                    if (field.isSame(image.before(), image.after())) {
                        return current;
                    }
                    if (field.isSame(current, image.after())) {
                        restored.add(field.code());
                        return image.before();
                    }
                    kept.add(field.code());
                    return current;
                },
                points(current, image, kept));
        int taken = change.restoreBeside(
                survivor, draft, sources(survivor, image, restored), with(custom, "unmerged"), origin);
        return new Restored(kept, taken + bringBack(losers, image, origin));
    }

    /** A key somebody else has taken meanwhile stays theirs: then there are two, as if they had been registered as distinct. */
    private int bringBack(List<Customer> losers, Image image, Origin origin) {
        int taken = 0;
        for (Customer loser : losers) {
            jdbc.sql("""
                            UPDATE customer SET status = 'ACTIVE', search_tokens = :tokens, version = version + 1, updated_at = :now
                            WHERE number = :number
                            """)
                    .param("tokens", tokens.of(loser.draft()))
                    .param("now", now())
                    .param("number", loser.number().value())
                    .update();
            String number = loser.number().value();
            taken += keys.take(Map.of(number, image.keys().getOrDefault(number, List.of())))
                    .size();
        }
        writer.recordStatus(losers.stream().map(loser -> loser.number().value()).toList(), origin);
        return taken;
    }

    /** Points the merge brought go, unless somebody changed them since; all others stay as they are. */
    private static List<ContactPoint> points(CustomerDraft current, Image image, List<String> kept) {
        Map<String, ContactPoint> before = byIdentity(image.before());
        Map<String, ContactPoint> after = byIdentity(image.after());
        List<ContactPoint> points = new ArrayList<>();
        for (ContactPoint point : current.contactPoints()) {
            ContactPoint old = before.get(point.identity());
            boolean untouched = point.equals(after.get(point.identity()));
            if (!untouched) {
                points.add(point);
                if (old == null && after.containsKey(point.identity()) && !kept.contains(CONTACT_POINTS)) {
                    kept.add(CONTACT_POINTS);
                }
            } else if (old != null) {
                points.add(old);
            }
        }
        points.sort(ContactPoint.ORDER);
        return onePreferred(points);
    }

    private static List<ContactPoint> onePreferred(List<ContactPoint> points) {
        Set<ContactPoint.Kind> preferring = new HashSet<>();
        return points.stream()
                .map(point -> point.preferred() && !preferring.add(point.kind()) ? point.preferring(false) : point)
                .toList();
    }

    private static List<String> with(List<String> fields, String happening) {
        List<String> all = new ArrayList<>(fields);
        all.add(happening);
        return all;
    }

    private static Map<String, ContactPoint> byIdentity(CustomerDraft draft) {
        return draft.contactPoints().stream()
                .collect(Collectors.toMap(
                        ContactPoint::identity, Function.identity(), (one, other) -> one, HashMap::new));
    }

    private static Map<String, FieldSource> sources(Customer survivor, Image image, Set<String> restored) {
        Map<String, FieldSource> later = new TreeMap<>(survivor.provenance().later());
        for (String field : restored) {
            FieldSource before = image.provenance().get(field);
            if (before == null) {
                later.remove(field);
            } else {
                later.put(field, before);
            }
        }
        return later;
    }

    private OffsetDateTime now() {
        Instant instant = clock.instant();
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static String[] texts(Collection<CustomerNumber> numbers) {
        return numbers.stream().map(CustomerNumber::value).toArray(String[]::new);
    }
}
