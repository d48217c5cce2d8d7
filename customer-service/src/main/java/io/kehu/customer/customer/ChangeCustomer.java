package io.kehu.customer.customer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Changes what is known of a customer. */
@Component
public class ChangeCustomer {

    private final CustomerWriter writer;
    private final CustomerKeys keys;
    private final CustomerTokens tokens;
    private final ApplicationEventPublisher events;

    ChangeCustomer(CustomerWriter writer, CustomerKeys keys, CustomerTokens tokens, ApplicationEventPublisher events) {
        this.writer = writer;
        this.keys = keys;
        this.tokens = tokens;
        this.events = events;
    }

    /**
     * In the caller's transaction, on a record the caller has locked. Nothing happens when nothing differs.
     *
     * @return the version afterwards
     * @throws CustomerExistsException when phone and name now are those of another customer
     */
    public long change(Customer current, CustomerDraft draft, String actor) {
        return change(current, draft, List.of(), actor);
    }

    /** As {@link #change(Customer, CustomerDraft, String)}, with fields others keep and have changed in the same transaction. */
    public long change(Customer current, CustomerDraft draft, List<String> changedBeside, String actor) {
        List<String> fields = write(current, draft, changedBeside, actor);
        if (fields.isEmpty()) {
            return current.version();
        }
        long version = current.version() + 1;
        events.publishEvent(new CustomerChanged(current.number(), version, fields));
        return version;
    }

    /** As {@link #change}, for callers that tell others themselves. @return names of the fields that changed */
    public List<String> write(Customer current, CustomerDraft draft, String actor) {
        return write(current, draft, List.of(), actor);
    }

    /** As {@link #write(Customer, CustomerDraft, String)}, with fields others keep and have changed in the same transaction. */
    public List<String> write(Customer current, CustomerDraft draft, List<String> changedBeside, String actor) {
        List<String> fields = differences(current.draft(), draft);
        fields.addAll(changedBeside);
        if (fields.isEmpty()) {
            return fields;
        }
        CustomerNumber number = current.number();
        writer.update(number, draft);
        keys.release(number);
        Map<CustomerTokens.Key, String> foreign = keys.take(Map.of(number.value(), tokens.keys(draft)));
        if (!foreign.isEmpty()) {
            throw new CustomerExistsException(
                    new CustomerNumber(foreign.values().iterator().next()));
        }
        writer.recordChange(number, current.version() + 1, fields, actor);
        return fields;
    }

    /** Writes down what a customer agreed to or took back. */
    public void agree(CustomerNumber number, List<Consent> consents, Source source) {
        writer.insertConsents(number, consents, source);
    }

    /** Names of the fields in which two drafts differ. */
    public static List<String> differences(CustomerDraft before, CustomerDraft after) {
        List<String> fields = new ArrayList<>();
        addIf(fields, "fullName", before.fullName(), after.fullName());
        addIf(fields, "birthDate", before.birthDate(), after.birthDate());
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
