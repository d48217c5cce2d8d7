package io.kehu.notification.message;

import io.kehu.notification.CustomerNumber;
import io.kehu.notification.NotificationProblem;
import io.kehu.notification.message.Wishes.Checked;
import io.kehu.notification.message.Wishes.Wish;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Messages over HTTP. */
@RestController
@Tag(name = "messages")
class MessageController {

    private static final String PATH = "/notification/v1/messages";

    private final Wishes wishes;
    private final AcceptMessages accept;
    private final Messages messages;
    private final MergedNumbers numbers;
    private final Explanations explanations;
    private final ExplanationTexts texts;
    private final IdempotentRequests idempotent;

    MessageController(
            Wishes wishes,
            AcceptMessages accept,
            Messages messages,
            MergedNumbers numbers,
            Explanations explanations,
            ExplanationTexts texts,
            IdempotentRequests idempotent) {
        this.wishes = wishes;
        this.accept = accept;
        this.messages = messages;
        this.numbers = numbers;
        this.explanations = explanations;
        this.texts = texts;
        this.idempotent = idempotent;
    }

    /** Up to 1,000 messages. */
    record BatchRequest(@NotEmpty @Size(max = 1000) List<@Valid @NotNull Wish> items) {}

    @PostMapping(PATH)
    @Operation(
            summary = "Ask for a message",
            description = "201 says that it was taken, not that it will be sent: that is decided by the gates in the"
                    + " moment of sending, and `explanation` tells. A dedupe key that was used before for the same"
                    + " customer and template answers 200 with the message that stands; for another one, 409.")
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, description = IdempotentRequests.KEY_HELP)
    ResponseEntity<MessageView> askForMessage(@Valid @RequestBody Wish wish) {
        return idempotent.once(() -> {
            Checked checked = wishes.check(List.of(wish)).getFirst();
            AcceptMessages.Taken taken = accept.take(List.of(checked.orThrow())).getFirst();
            Message message = taken.message();
            if (!taken.isNew() && !taken.isMeant()) {
                throw new ProblemException(NotificationProblem.DEDUPE_KEY_TAKEN);
            }
            URI location = URI.create(PATH + "/" + message.id());
            ResponseEntity.BodyBuilder answer = taken.isNew() ? ResponseEntity.created(location) : ResponseEntity.ok();
            return answer.location(location).eTag(tag(message)).body(MessageView.of(message));
        });
    }

    @PostMapping(PATH + ":batch")
    @Operation(
            summary = "Ask for up to 1,000 messages",
            description =
                    "Each is settled for itself, in the order of the request: ACCEPTED, EXISTING (the dedupe key was"
                            + " used before for the same customer and template), or REFUSED with the problem a single request"
                            + " would have had.")
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, description = IdempotentRequests.KEY_HELP)
    ResponseEntity<BatchResult> askForMessages(@Valid @RequestBody BatchRequest batch) {
        return idempotent.once(() -> {
            List<Checked> checked = wishes.check(batch.items());
            List<NewMessage> good =
                    checked.stream().flatMap(one -> one.message().stream()).toList();
            return ResponseEntity.ok(BatchResult.of(checked, accept.take(good)));
        });
    }

    @GetMapping(PATH)
    @Operation(
            summary = "A customer's messages, newest first",
            description = "Members see their own; they may leave `number` out.")
    Page<MessageView> listMessages(
            @Parameter(description = "Customer number. Staff must say it.")
                    @RequestParam(required = false)
                    @Pattern(regexp = CustomerNumber.PATTERN)
                    @Nullable
                    String number,
            @Valid @ParameterObject PageRequest page) {
        return messages.list(visible(number), page).map(MessageView::of);
    }

    @GetMapping(PATH + "/{id}")
    @Operation(summary = "One message")
    ResponseEntity<MessageView> getMessage(@PathVariable UUID id) {
        Message message = required(id);
        return ResponseEntity.ok().eTag(tag(message)).body(MessageView.of(message));
    }

    @GetMapping(PATH + "/{id}/explanation")
    @Operation(
            summary = "Why a message was sent, or not",
            description =
                    "Every verdict of every gate and every attempt, in order, with a text in the caller's language.")
    ExplanationView explainMessage(@PathVariable UUID id, Locale locale) {
        Message message = required(id);
        return new ExplanationView(
                message.id().value(),
                message.state(),
                message.reason(),
                texts.summary(message, locale),
                explanations.of(message.id()).stream()
                        .map(step -> ExplanationView.StepView.of(step, texts.of(step, locale)))
                        .toList());
    }

    private Message required(UUID id) {
        return messages.find(new MessageId(id))
                .orElseThrow(() -> new ProblemException(NotificationProblem.MESSAGE_NOT_FOUND));
    }

    /** Staff see every customer's messages; a member only their own, and others' like those of nobody. */
    private CustomerNumber visible(@Nullable String number) {
        Caller caller = Caller.required();
        if (!caller.has(Role.MEMBER)) {
            if (number == null) {
                throw ProblemException.field("number", "required");
            }
            return new CustomerNumber(number);
        }
        String own = caller.customerNumber();
        if (own == null || (number != null && !isSame(own, number))) {
            throw new ProblemException(CommonProblem.NOT_FOUND);
        }
        return new CustomerNumber(own);
    }

    private boolean isSame(String own, String number) {
        return own.equals(number) || numbers.living(own).equals(numbers.living(number));
    }

    private static String tag(Message message) {
        return new EntityVersion(message.version()).tag();
    }
}
