package io.kehu.customer.timeline;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.protection.mask.Mask;
import io.kehu.starter.protection.mask.Masked;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The timeline over HTTP. */
@RestController
@Tag(name = "timeline")
class TimelineController {

    private final Interactions interactions;
    private final ObjectRules objectRules;
    private final Transactions transactions;
    private final AuditTrail audit;

    TimelineController(
            Interactions interactions, ObjectRules objectRules, Transactions transactions, AuditTrail audit) {
        this.interactions = interactions;
        this.objectRules = objectRules;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * One entry.
     *
     * @param eventId the event it comes from
     * @param kind type of the event, see the event catalogue
     * @param source service that told it
     * @param ref order, case or message it is about
     * @param data of the event
     * @param traceId finds everything that belongs to it in logs and traces
     * @param actor subject of who wrote it down
     * @param summary in their words
     */
    record TimelineEntry(
            UUID eventId,
            Instant at,

            @Schema(example = "customer.purchase.recorded.v1")
            String kind,

            @Schema(example = "/customer-service") String source,
            @Schema(example = "ticket-4711") @Nullable String ref,

            @JsonRawValue
            @Schema(type = "object", example = "{\"orderNo\": \"SZ01-20261101-0042\", \"amountMinor\": 19900}")
            String data,

            @Schema(example = "4bf92f3577b34da6a3ce929d0e0e4736") @Nullable
            String traceId,

            @Schema(example = "PHONE") @Nullable String channel,

            @Schema(example = "9c1e2f60-5a3b-4c7d-8e21-0f6b7a9d1c34") @Nullable
            String actor,

            @Schema(example = "客户询问保修期 / asked about the warranty") @Masked(Mask.NOTE) @Nullable
            String summary) {

        static TimelineEntry of(Interactions.Interaction interaction) {
            String trace = interaction.traceparent();
            return new TimelineEntry(
                    interaction.id(),
                    interaction.at(),
                    interaction.kind(),
                    interaction.source(),
                    interaction.ref(),
                    interaction.payload(),
                    trace == null ? null : trace.split("-", -1)[1],
                    interaction.channel(),
                    interaction.actor(),
                    interaction.summary());
        }
    }

    @GetMapping("/customer/v1/customers/{number}/timeline")
    @Operation(summary = "What happened with a customer", description = "From all services, newest first.")
    Page<TimelineEntry> timeline(
            @PathVariable String number,
            @ParameterObject @Valid PageRequest page,
            @ParameterObject @Valid TimelineQuery query) {
        CustomerNumber wanted = objectRules.readable(number);
        Cursor before = page.after(2);
        return transactions.call(() -> {
            List<Interactions.Interaction> rows = interactions.page(
                    wanted.value(),
                    query.filter(objectRules.scope().self() == null),
                    before == null ? null : before.instant(0),
                    before == null ? null : before.uuid(1),
                    page.fetch());
            audit.record(AuditEntry.of("customer.timeline", wanted.value()));
            return Page.of(rows, page, last -> Cursor.of(last.at(), last.id())).map(TimelineEntry::of);
        });
    }
}
