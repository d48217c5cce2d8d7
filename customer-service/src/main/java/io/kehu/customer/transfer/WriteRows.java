package io.kehu.customer.transfer;

import io.kehu.customer.catalogue.ImportedFields;
import io.kehu.customer.customer.ChangeCustomer;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.Consents;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.NewCustomer;
import io.kehu.customer.customer.Origin;
import io.kehu.customer.customer.RegisterCustomers;
import io.kehu.customer.customer.Source;
import io.kehu.customer.customer.TakeBackCustomers;
import io.kehu.customer.job.StoppedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** Writes one batch of an import: customers, what they were before, and that their rows are applied, all in one transaction. */
@Component
class WriteRows {

    private final ImportJobs jobs;
    private final ImportRows rows;
    private final CustomersBefore before;
    private final Customers customers;
    private final Consents consents;
    private final RegisterCustomers register;
    private final ChangeCustomer change;
    private final TakeBackCustomers takeBack;
    private final ImportedFields customFields;
    private final WriteBelongings belongings;
    private final ApplicationEventPublisher events;

    WriteRows(
            ImportJobs jobs,
            ImportRows rows,
            CustomersBefore before,
            Customers customers,
            Consents consents,
            RegisterCustomers register,
            ChangeCustomer change,
            TakeBackCustomers takeBack,
            ImportedFields customFields,
            WriteBelongings belongings,
            ApplicationEventPublisher events) {
        this.jobs = jobs;
        this.rows = rows;
        this.before = before;
        this.customers = customers;
        this.consents = consents;
        this.register = register;
        this.change = change;
        this.takeBack = takeBack;
        this.customFields = customFields;
        this.belongings = belongings;
        this.events = events;
    }

    /** What a batch has done so far, and does when all its records are written. */
    private record Written(List<CustomersBefore.Touch> touches, WriteBelongings.Batch belongings) {}

    /**
     * In the caller's transaction.
     *
     * @param repetitions whether the rows say more about somebody of the same file
     * @throws StoppedException when the import was stopped, or somebody else has applied these rows
     */
    void write(ImportJob job, List<Judgement> judgements, boolean repetitions) {
        List<Integer> rowNos =
                judgements.stream().map(judgement -> judgement.row().rowNo()).toList();
        // The rows first, so that two runs of a job follow each other instead of meeting.
        if (!rows.lockPending(job.id(), rowNos)) {
            throw new StoppedException();
        }
        Written written = new Written(new ArrayList<>(), new WriteBelongings.Batch());
        Set<String> changed = change(job, judgements, written);
        List<String> registered = create(job, judgements, changed, written);
        belongings.write(job, written.belongings());
        before.note(job.id(), written.touches());
        rows.store(
                job.id(),
                judgements.stream()
                        .map(judgement -> repetitions && !judgement.verdict().isFault() && judgement.existing() != null
                                ? judgement.as(Verdict.DUPLICATE)
                                : judgement)
                        .toList(),
                true);
        // The job last, because all batches that are written at the same time count on it.
        if (!jobs.addApplied(job.id(), judgements.size())) {
            throw new StoppedException();
        }
        if (!registered.isEmpty() || !changed.isEmpty()) {
            int batchNumber = rowNos.getFirst();
            events.publishEvent(new ImportBatchApplied(job.id(), batchNumber, registered, List.copyOf(changed)));
        }
    }

    private List<String> create(ImportJob job, List<Judgement> judgements, Set<String> changed, Written written) {
        List<Judgement> creations = judgements.stream()
                .filter(judgement -> judgement.verdict() == Verdict.CREATE)
                .toList();
        if (creations.isEmpty()) {
            return List.of();
        }
        // Registered before and withdrawn since, they come back under their number.
        Set<String> known = new HashSet<>(
                customers.existing(creations.stream().map(Judgement::numberText).toList()));
        List<NewCustomer> fresh = new ArrayList<>();
        for (Judgement creation : creations) {
            CustomerNumber number = new CustomerNumber(creation.numberText());
            long version = 1;
            if (known.contains(number.value())) {
                version = bringBack(job, number, creation, written);
                changed.add(number.value());
            } else {
                fresh.add(new NewCustomer(number, creation.row().draft(), origin(job), creation.newConsents()));
                written.belongings().register(number, creation.newBelonging());
            }
            written.touches()
                    .add(new CustomersBefore.Touch(
                            number.value(), creation.row().rowNo(), CustomersBefore.Kind.CREATED, null, 0, version));
        }
        if (!fresh.isEmpty()) {
            register.write(fresh, false);
        }
        Map<CustomerNumber, Map<String, Object>> custom = new TreeMap<>();
        creations.forEach(creation -> custom.put(new CustomerNumber(creation.numberText()), creation.newCustom()));
        customFields.add(custom);
        return fresh.stream().map(customer -> customer.number().value()).toList();
    }

    private long bringBack(ImportJob job, CustomerNumber number, Judgement creation, Written written) {
        Customer current = customers.lock(number).orElseThrow();
        if (!before.withdrawn(List.of(number.value())).contains(number.value())) {
            throw new OptimisticLockingFailureException("The customer came back since it was looked at.");
        }
        takeBack.bringBack(current, creation.row().draft(), creation.newConsents(), origin(job));
        return written.belongings().change(number, current.version() + 1, current.ownership(), creation.newBelonging());
    }

    /** All rows about one customer in one change, customers in the order of their numbers. */
    private Set<String> change(ImportJob job, List<Judgement> judgements, Written written) {
        Map<CustomerNumber, List<Judgement>> updates = new TreeMap<>();
        for (Judgement judgement : judgements) {
            if (judgement.verdict() == Verdict.UPDATE) {
                updates.computeIfAbsent(new CustomerNumber(judgement.numberText()), number -> new ArrayList<>())
                        .add(judgement);
            }
        }
        if (updates.isEmpty()) {
            return new HashSet<>();
        }
        Map<CustomerNumber, Customer> current = lock(updates);
        Map<CustomerNumber, List<Consent>> agreed = consents.of(updates.keySet());
        Map<CustomerNumber, String> customBefore = customFields.documents(updates.keySet());
        Map<CustomerNumber, List<String>> filled = fill(updates);
        List<ChangeCustomer.Wish> wishes = new ArrayList<>();
        updates.forEach((number, ofOne) -> wishes.add(new ChangeCustomer.Wish(
                Objects.requireNonNull(current.get(number)),
                Objects.requireNonNull(ofOne.getLast().merged()),
                filled.getOrDefault(number, List.of()))));
        Map<CustomerNumber, List<String>> fields = change.write(wishes, origin(job));
        change.agree(said(updates), origin(job));
        Set<String> changed = new HashSet<>();
        updates.forEach((number, ofOne) -> {
            Customer before = Objects.requireNonNull(current.get(number));
            long version = written.belongings()
                    .change(
                            number,
                            fields.containsKey(number) ? before.version() + 1 : before.version(),
                            before.ownership(),
                            WriteBelongings.together(ofOne));
            CustomersBefore.Image image = new CustomersBefore.Image(
                    before.draft(),
                    before.provenance().later(),
                    agreed.getOrDefault(number, List.of()),
                    customBefore.get(number),
                    CustomersBefore.Belonged.of(before.ownership()));
            written.touches()
                    .add(new CustomersBefore.Touch(
                            number.value(),
                            ofOne.getFirst().row().rowNo(),
                            CustomersBefore.Kind.CHANGED,
                            image,
                            before.version(),
                            version));
            changed.add(number.value());
        });
        return changed;
    }

    /** @return names of the custom fields that got a value, by customer */
    private Map<CustomerNumber, List<String>> fill(Map<CustomerNumber, List<Judgement>> updates) {
        Map<CustomerNumber, Map<String, Object>> custom = new TreeMap<>();
        updates.forEach((number, ofOne) -> {
            Map<String, Object> all = new TreeMap<>();
            ofOne.forEach(judgement -> all.putAll(judgement.newCustom()));
            custom.put(number, all);
        });
        return customFields.add(custom);
    }

    private Map<CustomerNumber, Customer> lock(Map<CustomerNumber, List<Judgement>> updates) {
        customers.lock(updates.keySet());
        Map<CustomerNumber, Customer> locked = customers.find(updates.keySet());
        updates.forEach((number, ofOne) -> {
            Customer seen = ofOne.getFirst().existing();
            Customer current = locked.get(number);
            boolean asSeen = seen != null
                    && current != null
                    && current.version() == seen.version()
                    && current.status() == Customer.Status.ACTIVE;
            if (!asSeen) {
                throw new OptimisticLockingFailureException("The customer was changed since it was looked at.");
            }
        });
        return locked;
    }

    /** One word per customer, channel and purpose, the last one: a statement cannot write a row twice. */
    private static Map<CustomerNumber, List<Consent>> said(Map<CustomerNumber, List<Judgement>> updates) {
        Map<CustomerNumber, List<Consent>> said = new TreeMap<>();
        updates.forEach((number, ofOne) -> {
            Map<String, Consent> latest = new TreeMap<>();
            ofOne.stream()
                    .map(Judgement::newConsents)
                    .flatMap(Collection::stream)
                    .forEach(consent -> latest.put(consent.channel() + "/" + consent.purpose(), consent));
            said.put(number, List.copyOf(latest.values()));
        });
        return said;
    }

    private static Origin origin(ImportJob job) {
        return Origin.of(Source.IMPORT, job.createdBy());
    }
}
