package io.kehu.customer.catalogue;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.ChangeCustomer;
import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.Origin;
import io.kehu.customer.customer.web.Said;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Adds files to fields of a customer and takes them away, each in the caller's transaction. */
@Component
class KeepFiles {

    static final int MOST_FILES = 10;

    private final Customers customers;
    private final ChangeCustomer changeCustomer;
    private final CurrentCatalogue current;
    private final CustomFieldTable fields;
    private final Values values;
    private final CustomerFiles files;
    private final AuditTrail audit;
    private final Clock clock;

    KeepFiles(
            Customers customers,
            ChangeCustomer changeCustomer,
            CurrentCatalogue current,
            CustomFieldTable fields,
            Values values,
            CustomerFiles files,
            AuditTrail audit,
            Clock clock) {
        this.customers = customers;
        this.changeCustomer = changeCustomer;
        this.current = current;
        this.fields = fields;
        this.values = values;
        this.files = files;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A file somebody hands in.
     *
     * @param name cleaned
     */
    record Content(UUID id, String name, FileKind kind, byte[] bytes) {}

    /**
     * What became of it.
     *
     * @param added false where the very same one was there
     */
    record Kept(StoredFile file, boolean added) {}

    /** @throws ProblemException where the field takes no file from the caller, or no more */
    Kept add(CustomerNumber number, String code, Content content) {
        Customer customer = locked(number);
        writable(code);
        Map<String, Object> all = all(number);
        List<StoredFile> held = held(all, code);
        Optional<StoredFile> same =
                held.stream().filter(file -> file.id().equals(content.id())).findFirst();
        if (same.isPresent()) {
            return new Kept(repeated(same.get(), content), false);
        }
        if (held.size() >= MOST_FILES) {
            throw new ProblemException(CustomerProblem.CUSTOM_FILES_FULL, MOST_FILES);
        }
        StoredFile file = new StoredFile(
                content.id(),
                content.name(),
                content.kind().mediaType(),
                content.bytes().length,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        CustomerFiles.Place place = new CustomerFiles.Place(content.id(), number, code);
        if (!files.insert(place, file, content.bytes(), Caller.required().originatingSubject())) {
            throw new ProblemException(CustomerProblem.CUSTOM_FILE_EXISTS);
        }
        List<StoredFile> after = new ArrayList<>(held);
        after.add(file);
        put(number, all, code, after);
        if (fields.markUsed(List.of(code))) {
            current.changed();
        }
        record(customer, code, "customer.file.add");
        return new Kept(file, true);
    }

    /** Gone from the field and, where a merge brought it, from the record it was handed in for: an undo brings nothing back that was deleted. */
    void remove(CustomerNumber number, String code, UUID id) {
        Customer customer = locked(number);
        writable(code);
        if (!take(number, code, id)) {
            throw notFound();
        }
        files.find(id)
                .map(CustomerFiles.Place::number)
                .filter(first -> !first.equals(number))
                .ifPresent(first -> take(first, code, id));
        files.delete(id);
        record(customer, code, "customer.file.remove");
    }

    /** The file a field of a customer names. */
    Optional<StoredFile> find(CustomerNumber number, String code, UUID id) {
        return held(all(number), code).stream()
                .filter(file -> file.id().equals(id))
                .findFirst();
    }

    static ProblemException notFound() {
        return new ProblemException(CustomerProblem.CUSTOM_FILE_NOT_FOUND);
    }

    private Customer locked(CustomerNumber number) {
        Customer customer =
                customers.lock(number).orElseThrow(() -> new ProblemException(CustomerProblem.CUSTOMER_NOT_FOUND));
        current.lockToUse();
        return customer;
    }

    private void writable(String code) {
        Caller caller = Caller.required();
        CustomField field = current.get().field(code);
        if (field == null || !field.active() || field.type() != FieldType.FILE) {
            throw notFound();
        }
        if (field.sight(caller) == CustomField.Sight.NONE && !field.editable(caller)) {
            throw notFound();
        }
        if (!field.editable(caller)) {
            throw new ProblemException(CommonProblem.FORBIDDEN);
        }
    }

    private StoredFile repeated(StoredFile held, Content content) {
        CustomerFiles.Place place = files.find(content.id()).orElseThrow(KeepFiles::notFound);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            files.write(place, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean same = held.name().equals(content.name())
                && held.mediaType().equals(content.kind().mediaType())
                && Arrays.equals(bytes.toByteArray(), content.bytes());
        if (!same) {
            throw new ProblemException(CustomerProblem.CUSTOM_FILE_EXISTS);
        }
        return held;
    }

    private boolean take(CustomerNumber number, String code, UUID id) {
        Map<String, Object> all = all(number);
        List<StoredFile> after = new ArrayList<>(held(all, code));
        boolean taken = after.removeIf(file -> file.id().equals(id));
        if (taken) {
            put(number, all, code, after);
        }
        return taken;
    }

    private void put(CustomerNumber number, Map<String, Object> all, String code, List<StoredFile> held) {
        Map<String, Object> after = new TreeMap<>(all);
        if (held.isEmpty()) {
            after.remove(code);
        } else {
            after.put(code, List.copyOf(held));
        }
        values.put(Map.of(number, after), current.get());
    }

    private void record(Customer customer, String code, String action) {
        Caller caller = Caller.required();
        String name = CustomFields.PREFIX + code;
        changeCustomer.change(
                customer, customer.draft(), List.of(name), Origin.of(Said.source(caller), caller.originatingSubject()));
        audit.record(AuditEntry.of(action, customer.number().value(), name));
    }

    private Map<String, Object> all(CustomerNumber number) {
        return values.of(List.of(number), current.get()).getOrDefault(number, Map.of());
    }

    private static List<StoredFile> held(Map<String, Object> all, String code) {
        return all.get(code) instanceof List<?> several
                ? several.stream()
                        .filter(StoredFile.class::isInstance)
                        .map(StoredFile.class::cast)
                        .toList()
                : List.of();
    }
}
