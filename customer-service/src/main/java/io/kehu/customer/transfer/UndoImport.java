package io.kehu.customer.transfer;

import io.kehu.customer.catalogue.ImportedFields;
import io.kehu.customer.customer.ChangeCustomer;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.Origin;
import io.kehu.customer.customer.Ownership;
import io.kehu.customer.customer.Source;
import io.kehu.customer.customer.TakeBackCustomers;
import io.kehu.customer.job.BatchTransactions;
import io.kehu.customer.job.StoppedException;
import io.kehu.customer.ownership.ImportedOwnership.Handed;
import io.kehu.customer.purchase.Buyers;
import io.kehu.customer.relation.Relatives;
import io.kehu.customer.timeline.Happenings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Takes an import back, customer by customer: those it created are withdrawn, those it changed get their values back. Whoever was touched
 * since stays as they are, with the reason. A customer is settled in the transaction that says so, so each one once.
 */
@Component
class UndoImport {

    private static final int BATCH = 200;

    private final ImportJobs jobs;
    private final CustomersBefore before;
    private final Customers customers;
    private final ChangeCustomer change;
    private final TakeBackCustomers takeBack;
    private final ImportedFields customFields;
    private final GivenTags givenTags;
    private final WriteBelongings belongings;
    private final Buyers buyers;
    private final Relatives relatives;
    private final Happenings happenings;
    private final BatchTransactions transactions;
    private final ApplicationEventPublisher events;

    UndoImport(
            ImportJobs jobs,
            CustomersBefore before,
            Customers customers,
            ChangeCustomer change,
            TakeBackCustomers takeBack,
            ImportedFields customFields,
            GivenTags givenTags,
            WriteBelongings belongings,
            Buyers buyers,
            Relatives relatives,
            Happenings happenings,
            BatchTransactions transactions,
            ApplicationEventPublisher events) {
        this.jobs = jobs;
        this.before = before;
        this.customers = customers;
        this.change = change;
        this.takeBack = takeBack;
        this.customFields = customFields;
        this.givenTags = givenTags;
        this.belongings = belongings;
        this.buyers = buyers;
        this.relatives = relatives;
        this.happenings = happenings;
        this.transactions = transactions;
        this.events = events;
    }

    /** What the world says of the customers of a batch. */
    private record World(
            Map<CustomerNumber, Customer> customers,
            Set<String> buyers,
            Set<String> relatives,
            Map<String, Set<String>> happenings,
            List<GivenTags.Tag> tags) {

        boolean retagged(String number) {
            return tags.stream()
                    .anyMatch(tag -> !tag.stands() && tag.number().value().equals(number));
        }

        boolean knows(String number, String prefix) {
            return happenings.getOrDefault(number, Set.of()).stream().anyMatch(kind -> kind.startsWith(prefix));
        }
    }

    /** @param goOn asked between batches @return false when it was stopped before the end */
    boolean run(ImportJob job, BooleanSupplier goOn) {
        while (transactions.call(() -> settleSome(job))) {
            if (!goOn.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    /** @return whether there was anybody to settle */
    private boolean settleSome(ImportJob job) {
        // The job first, so that two runs of it follow each other instead of meeting.
        if (!jobs.addUndone(job.id(), 0, 0)) {
            throw new StoppedException();
        }
        List<CustomersBefore.Open> open = before.open(job.id(), BATCH);
        if (open.isEmpty()) {
            return false;
        }
        World world = world(
                job, open.stream().map(CustomersBefore.Open::number).sorted().toList());
        Map<CustomerNumber, List<String>> customRestored = restoreCustom(open, world);
        List<String> withdrawn = new ArrayList<>();
        List<CustomersBefore.Settled> settled = new ArrayList<>();
        List<ImportBatchUndone.Change> changes = new ArrayList<>();
        List<Handed> handedBack = new ArrayList<>();
        for (CustomersBefore.Open one : open) {
            KeptBecause reason = keptBecause(one, world);
            if (reason != null) {
                settled.add(new CustomersBefore.Settled(one.number(), reason.code(), null));
            } else if (one.kind() == CustomersBefore.Kind.CREATED) {
                withdrawn.add(one.number());
                long version = handBack(one, one.versionAfter(), world, handedBack) + 1;
                settled.add(new CustomersBefore.Settled(one.number(), null, version));
                changes.add(new ImportBatchUndone.Change(one.number(), version, List.of("status")));
            } else {
                settled.add(restore(job, one, world, customRestored, changes, handedBack));
            }
        }
        belongings.takeBack(job, actor(job), handedBack, standing(settled, world));
        if (!withdrawn.isEmpty()) {
            takeBack.withdraw(withdrawn, origin(job));
            customFields.remove(withdrawn.stream().map(CustomerNumber::new).toList());
        }
        count(job, settled);
        if (!changes.isEmpty()) {
            events.publishEvent(new ImportBatchUndone(job.id(), changes));
        }
        return true;
    }

    private void count(ImportJob job, List<CustomersBefore.Settled> settled) {
        before.settle(job.id(), settled);
        int kept =
                (int) settled.stream().filter(one -> one.keptBecause() != null).count();
        jobs.addUndone(job.id(), settled.size() - kept, kept);
    }

    private World world(ImportJob job, List<String> numbers) {
        List<CustomerNumber> wanted = numbers.stream().map(CustomerNumber::new).toList();
        customers.lock(wanted);
        return new World(
                customers.find(wanted),
                buyers.among(numbers),
                relatives.among(numbers),
                happenings.kinds(numbers),
                givenTags.of(job.id(), numbers));
    }

    private static @Nullable KeptBecause keptBecause(CustomersBefore.Open one, World world) {
        Customer customer = world.customers().get(new CustomerNumber(one.number()));
        if (customer == null || customer.status() != Customer.Status.ACTIVE) {
            return KeptBecause.NOT_ACTIVE;
        }
        if (one.intervened() || customer.version() != one.versionAfter() || world.retagged(one.number())) {
            return KeptBecause.CHANGED_SINCE;
        }
        if (one.kind() == CustomersBefore.Kind.CHANGED) {
            return one.before() == null ? KeptBecause.FORGOTTEN : null;
        }
        if (world.buyers().contains(one.number()) || world.knows(one.number(), "customer.purchase.")) {
            return KeptBecause.HAS_PURCHASES;
        }
        if (world.knows(one.number(), "loyalty.points.")) {
            return KeptBecause.HAS_POINTS;
        }
        if (world.knows(one.number(), "feedback.")) {
            return KeptBecause.HAS_FEEDBACK;
        }
        boolean noted = world.knows(one.number(), "note") || world.knows(one.number(), "contact.");
        if (noted) {
            return KeptBecause.HAS_NOTES;
        }
        return world.relatives().contains(one.number()) ? KeptBecause.HAS_RELATIONS : null;
    }

    /** @return names of the custom fields that are as before, by customer */
    private Map<CustomerNumber, List<String>> restoreCustom(List<CustomersBefore.Open> open, World world) {
        Map<CustomerNumber, String> documents = new TreeMap<>();
        for (CustomersBefore.Open one : open) {
            CustomersBefore.Image image = one.before();
            if (image != null && image.custom() != null && keptBecause(one, world) == null) {
                documents.put(new CustomerNumber(one.number()), image.custom());
            }
        }
        return customFields.restore(documents);
    }

    private CustomersBefore.Settled restore(
            ImportJob job,
            CustomersBefore.Open one,
            World world,
            Map<CustomerNumber, List<String>> customRestored,
            List<ImportBatchUndone.Change> changes,
            List<Handed> handedBack) {
        CustomerNumber number = new CustomerNumber(one.number());
        Customer current = world.customers().get(number);
        CustomersBefore.Image image = one.before();
        if (current == null || image == null) {
            throw new IllegalStateException("A customer without values before is kept");
        }
        List<String> fields = change.restore(
                current, image.draft(), image.sources(), customRestored.getOrDefault(number, List.of()), origin(job));
        takeBack.forgetImportedConsents(number, unsaid(image.consents()));
        long version = fields.isEmpty() ? current.version() : current.version() + 1;
        if (!fields.isEmpty()) {
            changes.add(new ImportBatchUndone.Change(one.number(), version, fields));
        }
        return new CustomersBefore.Settled(one.number(), null, handBack(one, version, world, handedBack));
    }

    /** @return the version when the customer is whose they were */
    private static long handBack(CustomersBefore.Open one, long version, World world, List<Handed> handedBack) {
        CustomerNumber number = new CustomerNumber(one.number());
        Ownership now = Objects.requireNonNull(world.customers().get(number)).ownership();
        Ownership before = before(one, now);
        if (now.equals(before)) {
            return version;
        }
        handedBack.add(new Handed(number, version, now, before));
        return version + 1;
    }

    private static Ownership before(CustomersBefore.Open one, Ownership now) {
        if (one.kind() == CustomersBefore.Kind.CREATED) {
            return Ownership.ofNobody();
        }
        CustomersBefore.Image image = one.before();
        CustomersBefore.Belonged belonged = image == null ? null : image.belonged();
        return belonged == null ? now : belonged.ownership();
    }

    private static List<GivenTags.Tag> standing(List<CustomersBefore.Settled> settled, World world) {
        Set<String> undone = settled.stream()
                .filter(one -> one.keptBecause() == null)
                .map(CustomersBefore.Settled::number)
                .collect(Collectors.toSet());
        return world.tags().stream()
                .filter(tag -> undone.contains(tag.number().value()))
                .toList();
    }

    private static Origin origin(ImportJob job) {
        return Origin.of(Source.IMPORT, actor(job));
    }

    private static String actor(ImportJob job) {
        String by = job.undo().by();
        return by == null ? job.createdBy() : by;
    }

    /** Everything a customer had said nothing about before, as consents to be forgotten. */
    private static List<Consent> unsaid(List<Consent> before) {
        List<Consent> unsaid = new ArrayList<>();
        for (Consent.Channel channel : Consent.Channel.values()) {
            for (Consent.Purpose purpose : Consent.Purpose.values()) {
                boolean said = before.stream()
                        .anyMatch(consent -> consent.channel() == channel && consent.purpose() == purpose);
                if (!said) {
                    unsaid.add(new Consent(channel, purpose, Consent.State.GRANTED));
                }
            }
        }
        return unsaid;
    }
}
