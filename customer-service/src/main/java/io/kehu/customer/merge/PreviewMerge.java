package io.kehu.customer.merge;

import io.kehu.customer.customer.CustomFields;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.MergeConsents;
import io.kehu.customer.customer.web.CustomerView;
import io.kehu.starter.database.Transactions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says what a merge would do, here and in every other service. */
@Component
class PreviewMerge {

    private static final Logger log = LoggerFactory.getLogger(PreviewMerge.class);
    private static final UUID NONE = new UUID(0, 0);

    private final MergeOrders orders;
    private final RecordCounts counts;
    private final MergeConsents consents;
    private final CustomFields customFields;
    private final List<Participant> participants;
    private final Transactions transactions;
    private final Clock clock;

    PreviewMerge(
            MergeOrders orders,
            RecordCounts counts,
            MergeConsents consents,
            CustomFields customFields,
            List<Participant> participants,
            Transactions transactions,
            Clock clock) {
        this.orders = orders;
        this.counts = counts;
        this.consents = consents;
        this.customFields = customFields;
        this.participants = participants.stream()
                .sorted(Comparator.comparing(Participant::step))
                .toList();
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What is read here, before anybody else is asked. */
    private record Ours(
            MergeOrders.Possible possible, List<TakenStep.Item> items, int consentsLost, Map<String, Object> custom) {}

    /** @throws io.kehu.starter.web.problem.ProblemException when the records themselves cannot be merged */
    MergePreview preview(MergeOrders.Wish wish) {
        Ours ours = transactions.call(() -> new Ours(
                orders.examine(wish),
                counts.of(wish.losers()),
                consents.lost(wish.survivor(), wish.losers()),
                custom(wish.all())));
        List<MergePreview.ServicePreview> services = new ArrayList<>();
        services.add(new MergePreview.ServicePreview(MergeStep.CUSTOMER, true, ours.items(), List.of()));
        CustomerMerge imagined = new CustomerMerge(
                NONE,
                wish.survivor(),
                wish.losers(),
                MergeState.MERGING,
                "",
                "",
                clock.instant(),
                null,
                null,
                null,
                List.of(),
                null);
        participants.forEach(participant -> services.add(ask(participant, imagined)));
        boolean possible = services.stream()
                .allMatch(service -> service.available() && service.refusals().isEmpty());
        return view(ours, possible, services);
    }

    /** As the caller may see them; the survivor's stay, those of the others fill gaps, files are put together. */
    private Map<String, Object> custom(List<CustomerNumber> all) {
        Map<CustomerNumber, Map<String, Object>> shown = customFields.shown(all);
        Map<String, Object> together = new TreeMap<>();
        all.forEach(number -> shown.getOrDefault(number, Map.of())
                .forEach((code, value) ->
                        together.merge(code, value, (first, second) -> customFields.together(code, first, second))));
        return together;
    }

    private static MergePreview.ServicePreview ask(Participant participant, CustomerMerge imagined) {
        try {
            Participant.Findings findings = participant.preview(imagined);
            return new MergePreview.ServicePreview(participant.step(), true, findings.items(), findings.refusals());
        } catch (Participant.RefusedException e) {
            return new MergePreview.ServicePreview(participant.step(), true, List.of(), List.of(e.code()));
        } catch (RuntimeException e) {
            log.warn("{} did not say what a merge would do: {}", participant.step(), e.toString());
            return new MergePreview.ServicePreview(participant.step(), false, List.of(), List.of());
        }
    }

    private static MergePreview view(Ours ours, boolean possible, List<MergePreview.ServicePreview> services) {
        MergeOrders.Possible merge = ours.possible();
        Customer survivor = merge.survivor();
        Map<String, Long> versions = new LinkedHashMap<>();
        versions.put(survivor.number().value(), survivor.version());
        merge.losers().forEach(loser -> versions.put(loser.number().value(), loser.version()));
        Map<String, String> from = new LinkedHashMap<>();
        merge.plan().from().forEach((field, number) -> from.put(field, number.value()));
        Map<String, List<String>> contested = new LinkedHashMap<>();
        merge.plan()
                .contested()
                .forEach((field, numbers) -> contested.put(
                        field, numbers.stream().map(CustomerNumber::value).toList()));
        return new MergePreview(
                possible,
                CustomerView.of(survivor.becoming(merge.plan()), ours.custom()),
                versions,
                from,
                contested,
                ours.consentsLost(),
                services);
    }
}
