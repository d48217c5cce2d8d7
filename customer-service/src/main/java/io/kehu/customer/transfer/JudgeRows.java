package io.kehu.customer.transfer;

import io.kehu.customer.catalogue.ImportedFields;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.Consents;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerKeys;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.identity.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Compares rows with the customers there are. Asks identity-service, so not inside a transaction. */
@Component
class JudgeRows {

    private final Numbers numbers;
    private final Customers customers;
    private final CustomerKeys keys;
    private final CustomerTokens tokens;
    private final Consents consents;
    private final CustomersBefore before;
    private final ImportedFields customFields;
    private final JudgeBelongings belongings;

    JudgeRows(
            Numbers numbers,
            Customers customers,
            CustomerKeys keys,
            CustomerTokens tokens,
            Consents consents,
            CustomersBefore before,
            ImportedFields customFields,
            JudgeBelongings belongings) {
        this.numbers = numbers;
        this.customers = customers;
        this.keys = keys;
        this.tokens = tokens;
        this.consents = consents;
        this.before = before;
        this.customFields = customFields;
        this.belongings = belongings;
    }

    /** Everything the rows of a batch may mean, fetched at once, and what its rows have added to customers so far. */
    private record Known(
            Map<Numbers.ExternalId, CustomerNumber> references,
            Map<CustomerTokens.Key, String> holders,
            Map<CustomerNumber, Customer> customers,
            Map<CustomerNumber, CustomerDraft> grown,
            Map<CustomerNumber, List<Consent>> consents,
            Set<String> withdrawn,
            Map<CustomerNumber, Map<String, Object>> custom,
            JudgeBelongings.Known belongings) {

        CustomerDraft draft(Customer customer) {
            return grown.getOrDefault(customer.number(), customer.draft());
        }

        void take(Judgement judgement) {
            Customer existing = judgement.existing();
            CustomerDraft merged = judgement.merged();
            if (judgement.verdict() != Verdict.UPDATE || existing == null || merged == null) {
                return;
            }
            CustomerNumber number = existing.number();
            grown.put(number, merged);
            judgement.newKeys().forEach(key -> holders.put(key, number.value()));
            judgement.newReferences().forEach(reference -> references.put(reference, number));
            List<Consent> agreed = new ArrayList<>(consents.getOrDefault(number, List.of()));
            for (Consent consent : judgement.newConsents()) {
                agreed.removeIf(old -> old.channel() == consent.channel() && old.purpose() == consent.purpose());
                agreed.add(consent);
            }
            consents.put(number, agreed);
            belongings.take(number, judgement.newBelonging());
            if (!judgement.newCustom().isEmpty()) {
                Map<String, Object> filled = new HashMap<>(custom.getOrDefault(number, Map.of()));
                filled.putAll(judgement.newCustom());
                custom.put(number, filled);
            }
        }
    }

    /** Each row against the customers as they are, in the order of the rows. */
    List<Judgement> judge(List<ImportedRow> rows) {
        return judge(rows, false);
    }

    /** Each row against what the rows before it make of the customers, so that any number of rows about one of them is done at once. */
    List<Judgement> judgeInTurn(List<ImportedRow> rows) {
        return judge(rows, true);
    }

    private List<Judgement> judge(List<ImportedRow> rows, boolean inTurn) {
        List<ImportedRow> sound =
                rows.stream().filter(row -> row.reasons().isEmpty()).toList();
        Known known = known(sound);
        List<Judgement> judgements = new ArrayList<>(rows.size());
        for (ImportedRow row : rows) {
            Judgement judgement = row.reasons().isEmpty()
                    ? judge(row, known)
                    : Judgement.fault(row, Verdict.REJECTED, row.reasons(), null);
            if (inTurn) {
                known.take(judgement);
            }
            judgements.add(judgement);
        }
        return judgements;
    }

    private Known known(List<ImportedRow> rows) {
        Set<Numbers.ExternalId> references = new LinkedHashSet<>();
        Set<CustomerTokens.Key> wantedKeys = new LinkedHashSet<>();
        Set<CustomerNumber> mentioned = new TreeSet<>();
        for (ImportedRow row : rows) {
            references.addAll(row.references());
            wantedKeys.addAll(row.keys());
            if (row.number() != null) {
                mentioned.add(new CustomerNumber(row.number()));
            }
        }
        Map<Numbers.ExternalId, CustomerNumber> resolved =
                references.isEmpty() ? Map.of() : numbers.resolve(List.copyOf(references));
        Map<CustomerTokens.Key, String> holders = keys.holders(wantedKeys);
        mentioned.addAll(resolved.values());
        holders.values().forEach(holder -> mentioned.add(new CustomerNumber(holder)));
        Map<CustomerNumber, Customer> found = customers.find(mentioned);
        List<String> restricted = found.values().stream()
                .filter(customer -> customer.status() == Customer.Status.RESTRICTED)
                .map(customer -> customer.number().value())
                .toList();
        return new Known(
                new HashMap<>(resolved),
                holders,
                found,
                new HashMap<>(),
                new HashMap<>(consents.of(mentioned)),
                before.withdrawn(restricted),
                new HashMap<>(customFields.known(mentioned)),
                belongings.known(rows, found.keySet()));
    }

    private Judgement judge(ImportedRow row, Known known) {
        Set<CustomerNumber> meant = new TreeSet<>();
        String reserved = null;
        if (row.number() != null) {
            meant.add(new CustomerNumber(row.number()));
            if (!known.customers().keySet().containsAll(meant)) {
                return Judgement.fault(row, Verdict.REJECTED, List.of("number:number-unknown"), null);
            }
        }
        for (Numbers.ExternalId reference : row.references()) {
            CustomerNumber number = known.references().get(reference);
            boolean withdrawn = number != null && known.withdrawn().contains(number.value());
            if (number != null && known.customers().containsKey(number) && !withdrawn) {
                meant.add(number);
            } else if (number != null) {
                reserved = number.value();
            }
        }
        for (CustomerTokens.Key key : row.keys()) {
            String holder = known.holders().get(key);
            if (holder != null) {
                meant.add(new CustomerNumber(holder));
            }
        }
        if (meant.isEmpty()) {
            List<String> faults =
                    new ArrayList<>(customFields.merged(Map.of(), row.custom()).reasons());
            // An official number finds a customer, but nobody is registered without a name or an id of another system.
            if (row.draft().fullName() == null && row.references().isEmpty()) {
                faults.add("fullName:required");
            }
            JudgeBelongings.Outcome belonging = known.belongings().outcome(row, null);
            faults.addAll(belonging.faults());
            return faults.isEmpty()
                    ? Judgement.create(row, reserved, belonging.change())
                    : Judgement.fault(row, Verdict.REJECTED, faults, null);
        }
        if (meant.size() > 1) {
            return Judgement.fault(row, Verdict.CONFLICT, List.of("row:matches-several"), null);
        }
        return compare(row, meant.iterator().next(), known);
    }

    private Judgement compare(ImportedRow row, CustomerNumber number, Known known) {
        Customer existing = known.customers().get(number);
        if (existing == null || existing.status() != Customer.Status.ACTIVE) {
            return Judgement.fault(row, Verdict.CONFLICT, List.of("row:not-active"), number.value());
        }
        JudgeBelongings.Outcome belonging = known.belongings().outcome(row, existing);
        if (!belonging.faults().isEmpty()) {
            return Judgement.fault(row, Verdict.REJECTED, belonging.faults(), number.value());
        }
        Map<String, Object> knownCustom = known.custom().getOrDefault(number, Map.of());
        List<String> contradictions = MeetRecord.contradictions(known.draft(existing), row);
        contradictions.addAll(customFields.merged(knownCustom, row.custom()).reasons());
        contradictions.addAll(belonging.contradictions());
        if (!contradictions.isEmpty()) {
            return Judgement.fault(row, Verdict.CONFLICT, contradictions, number.value());
        }
        CustomerDraft merged = MeetRecord.merged(known.draft(existing), row.draft());
        List<String> impossible = MeetRecord.impossible(merged);
        if (!impossible.isEmpty()) {
            return Judgement.fault(row, Verdict.CONFLICT, impossible, number.value());
        }
        Set<CustomerTokens.Key> newKeys = new HashSet<>(tokens.keys(merged));
        tokens.keys(known.draft(existing)).forEach(newKeys::remove);
        if (isForeign(newKeys, number, row, known)) {
            return Judgement.fault(row, Verdict.CONFLICT, List.of("row:matches-several"), number.value());
        }
        List<Numbers.ExternalId> newReferences = row.references().stream()
                .filter(reference -> !known.references().containsKey(reference))
                .toList();
        List<Consent> newConsents = newConsents(row.consents(), known.consents().getOrDefault(number, List.of()));
        Map<String, Object> newCustom = new TreeMap<>(row.custom());
        newCustom.keySet().removeAll(knownCustom.keySet());
        boolean nothingNew = merged.equals(known.draft(existing))
                && newReferences.isEmpty()
                && newConsents.isEmpty()
                && newCustom.isEmpty()
                && belonging.change().isNothing();
        return new Judgement(
                row,
                nothingNew ? Verdict.UNCHANGED : Verdict.UPDATE,
                List.of(),
                number.value(),
                existing,
                merged,
                newKeys,
                newReferences,
                newConsents,
                newCustom,
                belonging.change());
    }

    /** A row without a name may give a customer a phone by which, with the name that is known, somebody else is known already. */
    private boolean isForeign(Set<CustomerTokens.Key> newKeys, CustomerNumber number, ImportedRow row, Known known) {
        Set<CustomerTokens.Key> notAsked = new HashSet<>(newKeys);
        notAsked.removeAll(row.keys());
        notAsked.removeAll(known.holders().keySet());
        known.holders().putAll(keys.holders(notAsked));
        return newKeys.stream()
                .map(key -> known.holders().getOrDefault(key, number.value()))
                .anyMatch(holder -> !holder.equals(number.value()));
    }

    /** A withdrawal always counts; a file's word that somebody agreed counts only where they have said nothing yet. */
    private static List<Consent> newConsents(List<Consent> said, List<Consent> known) {
        return said.stream()
                .filter(consent -> !known.contains(consent))
                .filter(consent -> consent.state() == Consent.State.WITHDRAWN
                        || known.stream()
                                .noneMatch(old ->
                                        old.channel() == consent.channel() && old.purpose() == consent.purpose()))
                .toList();
    }
}
