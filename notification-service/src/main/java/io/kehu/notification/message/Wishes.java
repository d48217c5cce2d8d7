package io.kehu.notification.message;

import io.kehu.notification.CustomerNumber;
import io.kehu.notification.NotificationProblem;
import io.kehu.notification.NotificationProperties;
import io.kehu.notification.provider.Providers;
import io.kehu.notification.template.Template;
import io.kehu.notification.template.TemplateKey;
import io.kehu.notification.template.Templates;
import io.kehu.starter.messaging.EventTracing;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.problem.ProblemType;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks what callers ask for against the templates, before anything is written. */
@Component
class Wishes {

    private static final String SOURCE = "http";

    private final Templates templates;
    private final Providers providers;
    private final NotificationProperties properties;
    private final EventTracing tracing;
    private final Clock clock;

    Wishes(
            Templates templates,
            Providers providers,
            NotificationProperties properties,
            EventTracing tracing,
            Clock clock) {
        this.templates = templates;
        this.providers = providers;
        this.properties = properties;
        this.tracing = tracing;
        this.clock = clock;
    }

    /**
     * A message as a caller asks for it.
     *
     * @param dedupeKey yours, for ever: a second message with it is not sent; not starting with evt:, camp:, birthday:, care: or journey:
     * @param number the customer
     * @param template key of a template with an approved version
     * @param parameters values for the template, which are kept: never a name, an address or another word about a person
     * @param notBefore when it may be sent; now when missing
     * @param expiresAt when it is of no use any more; in seven days when missing
     */
    record Wish(
            @NotNull @Pattern(regexp = DedupeKey.PATTERN) String dedupeKey,

            @NotNull @Pattern(regexp = CustomerNumber.PATTERN)
            String number,

            @NotNull @Pattern(regexp = TemplateKey.PATTERN) String template,
            @NotNull @Size(max = 20) Map<String, @NotNull Object> parameters,
            @Nullable Instant notBefore,
            @Nullable Instant expiresAt) {}

    /**
     * A wish after the check.
     *
     * @param message empty when it is refused
     * @param problem why it is refused
     * @param errors places of the wish that are wrong
     */
    record Checked(Optional<NewMessage> message, @Nullable ProblemType problem, List<FieldProblem> errors) {

        static Checked good(NewMessage message) {
            return new Checked(Optional.of(message), null, List.of());
        }

        static Checked refused(ProblemType problem, List<FieldProblem> errors) {
            return new Checked(Optional.empty(), problem, errors);
        }

        NewMessage orThrow() {
            return message.orElseThrow(
                    () -> new ProblemException(problem == null ? CommonProblem.INVALID_FIELDS : problem, errors));
        }
    }

    List<Checked> check(List<Wish> wishes) {
        Set<TemplateKey> keys = new LinkedHashSet<>();
        wishes.forEach(wish -> keys.add(new TemplateKey(wish.template())));
        Map<TemplateKey, Template> known = templates.find(keys);
        return wishes.stream().map(wish -> check(wish, known)).toList();
    }

    private Checked check(Wish wish, Map<TemplateKey, Template> known) {
        Instant now = clock.instant();
        Instant expiresAt = wish.expiresAt() == null ? now.plus(properties.messageLifetime()) : wish.expiresAt();
        List<FieldProblem> errors = new ArrayList<>();
        if (!DedupeKey.isFree(wish.dedupeKey())) {
            errors.add(new FieldProblem("/dedupeKey", "dedupe-key"));
        }
        Instant begin = wish.notBefore() == null || wish.notBefore().isBefore(now) ? now : wish.notBefore();
        if (!begin.isBefore(expiresAt)) {
            errors.add(new FieldProblem("/expiresAt", "expiry"));
        }
        if (!errors.isEmpty()) {
            return Checked.refused(CommonProblem.INVALID_FIELDS, errors);
        }
        Template template = known.get(new TemplateKey(wish.template()));
        if (template == null) {
            return Checked.refused(NotificationProblem.TEMPLATE_NOT_FOUND, List.of());
        }
        return check(wish, template, expiresAt);
    }

    private Checked check(Wish wish, Template template, Instant expiresAt) {
        if (!template.isApproved()) {
            return Checked.refused(NotificationProblem.TEMPLATE_NOT_APPROVED, List.of());
        }
        if (providers.of(template.channel()).isEmpty()) {
            return Checked.refused(NotificationProblem.CHANNEL_NOT_AVAILABLE, List.of());
        }
        List<FieldProblem> misfits = template.misfits(wish.parameters());
        wish.parameters().forEach((name, value) -> {
            if (value instanceof String text && PersonalHints.in(text)) {
                misfits.add(new FieldProblem("/parameters/" + name, "parameter-personal"));
            }
        });
        if (!misfits.isEmpty()) {
            return Checked.refused(NotificationProblem.PARAMETERS_INVALID, misfits);
        }
        return Checked.good(new NewMessage(
                new DedupeKey(wish.dedupeKey()),
                new CustomerNumber(wish.number()),
                template.key(),
                wish.parameters(),
                wish.notBefore(),
                expiresAt,
                SOURCE,
                Caller.required().originatingSubject(),
                tracing.current()));
    }
}
