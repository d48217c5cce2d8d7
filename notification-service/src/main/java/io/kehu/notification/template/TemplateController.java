package io.kehu.notification.template;

import io.kehu.notification.Channel;
import io.kehu.notification.NotificationProblem;
import io.kehu.notification.NotificationProperties;
import io.kehu.notification.Purpose;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Templates over HTTP. */
@RestController
@RequestMapping("/notification/v1/templates")
@Tag(name = "templates")
class TemplateController {

    private static final String SAMPLE_LINK = "https://survey.example/s/sample";

    private final Templates templates;
    private final TemplateVersions versions;
    private final DefineTemplates define;
    private final IdempotentRequests idempotent;
    private final NotificationProperties properties;

    TemplateController(
            Templates templates,
            TemplateVersions versions,
            DefineTemplates define,
            IdempotentRequests idempotent,
            NotificationProperties properties) {
        this.templates = templates;
        this.versions = versions;
        this.define = define;
        this.idempotent = idempotent;
        this.properties = properties;
    }

    /**
     * A template without words yet.
     *
     * @param key lower-case name, such as points-earned
     * @param purpose decides which gates a message has to pass; never changes
     * @param channel never changes
     */
    record TemplateRequest(
            @NotNull @Pattern(regexp = TemplateKey.PATTERN) String key,
            @NotNull Purpose purpose,
            @NotNull Channel channel) {}

    /**
     * Words in one language. A place to fill in is written <code>{{points}}</code>; <code>{{customer.name}}</code> and
     * <code>{{survey.link}}</code> are filled in when the message is sent.
     *
     * @param parameters name and type of each value a message brings: INTEGER, LABEL (one line, up to 100 characters), DATE, INSTANT, ID
     */
    record VersionRequest(
            @NotNull Language locale,
            @NotBlank @Size(max = 200) String subject,
            @NotBlank @Size(max = 20_000) String body,
            @Size(max = 100_000) @Nullable String html,
            @NotNull Map<String, @NotNull ParameterType> parameters) {}

    /** Which words to show filled in; the approved ones unless a version is named. */
    record PreviewRequest(
            @NotNull Language locale,
            @Min(1) @Nullable Integer version,
            @NotNull Map<String, @NotNull Object> parameters) {}

    /** A template and which version of it is sent, per language. */
    record TemplateView(String key, Purpose purpose, Channel channel, List<ApprovedView> approved) {

        static TemplateView of(Template template) {
            return new TemplateView(
                    template.key().value(),
                    template.purpose(),
                    template.channel(),
                    template.approved().entrySet().stream()
                            .map(entry -> new ApprovedView(
                                    entry.getKey(), entry.getValue().version()))
                            .sorted(java.util.Comparator.comparing(ApprovedView::locale))
                            .toList());
        }
    }

    /** The version that is sent in one language. */
    record ApprovedView(Language locale, int version) {}

    /** A template with all its words. */
    record TemplateDetails(String key, Purpose purpose, Channel channel, List<VersionView> versions) {}

    /** Words as they were written. */
    record VersionView(
            Language locale,
            int version,
            TemplateVersion.State state,
            String subject,
            String body,
            @Nullable String html,
            Map<String, ParameterType> parameters,
            Instant createdAt,
            String createdBy,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy) {

        static VersionView of(TemplateVersion version) {
            return new VersionView(
                    version.language(),
                    version.version(),
                    version.state(),
                    version.text().subject(),
                    version.text().body(),
                    version.text().html(),
                    new java.util.TreeMap<>(version.text().parameters()),
                    version.createdAt(),
                    version.createdBy(),
                    version.decidedAt(),
                    version.decidedBy());
        }
    }

    /** Words filled in with sample values for the facts of the moment of sending. */
    record Preview(
            Language locale,
            int version,
            String subject,
            String text,
            @Nullable String html) {}

    @GetMapping
    @Operation(summary = "All templates, by key")
    Page<TemplateView> listTemplates(@Valid @ParameterObject PageRequest page) {
        return templates.list(page).map(TemplateView::of);
    }

    @PostMapping
    @Operation(
            summary = "Define a template",
            description = "Purpose and channel never change. The words follow as versions.")
    ResponseEntity<TemplateDetails> defineTemplate(@Valid @RequestBody TemplateRequest request) {
        return idempotent.once(() -> {
            TemplateKey key = new TemplateKey(request.key());
            define.define(key, request.purpose(), request.channel(), actor());
            return ResponseEntity.created(URI.create("/notification/v1/templates/" + key))
                    .body(details(key));
        });
    }

    @GetMapping("/{key}")
    @Operation(summary = "A template with all its versions", description = "By language, newest first.")
    TemplateDetails getTemplate(@PathVariable @Pattern(regexp = TemplateKey.PATTERN) String key) {
        return details(new TemplateKey(key));
    }

    @PostMapping("/{key}/versions")
    @Operation(
            summary = "Write a new version",
            description = "It starts as DRAFT and its words never change; another text is another version.")
    ResponseEntity<VersionView> draftVersion(
            @PathVariable @Pattern(regexp = TemplateKey.PATTERN) String key,
            @Valid @RequestBody VersionRequest request) {
        TemplateText text = TemplateText.of(request.subject(), request.body(), request.html(), request.parameters());
        return idempotent.once(() -> {
            TemplateVersion version = define.draft(new TemplateKey(key), request.locale(), text, actor());
            return ResponseEntity.created(URI.create("/notification/v1/templates/" + key))
                    .body(VersionView.of(version));
        });
    }

    @PostMapping("/{key}/versions/{locale}/{version}:approve")
    @Operation(
            summary = "Let a version be sent",
            description = "From now on it is what customers of this language get; the version before retires.")
    ResponseEntity<VersionView> approveVersion(
            @PathVariable @Pattern(regexp = TemplateKey.PATTERN) String key,
            @PathVariable @Pattern(regexp = "zh-CN|en") String locale,
            @PathVariable @Min(1) int version) {
        return idempotent.once(() -> ResponseEntity.ok(
                VersionView.of(define.approve(new TemplateKey(key), Language.ofTag(locale), version, actor()))));
    }

    @PostMapping("/{key}/versions/{locale}/{version}:retire")
    @Operation(
            summary = "Take a version out of use",
            description = "Messages that wait for a template without any approved version are not sent.")
    ResponseEntity<VersionView> retireVersion(
            @PathVariable @Pattern(regexp = TemplateKey.PATTERN) String key,
            @PathVariable @Pattern(regexp = "zh-CN|en") String locale,
            @PathVariable @Min(1) int version) {
        return idempotent.once(() -> ResponseEntity.ok(
                VersionView.of(define.retire(new TemplateKey(key), Language.ofTag(locale), version, actor()))));
    }

    @PostMapping("/{key}:preview")
    @Operation(
            summary = "What a customer would read",
            description = "Changes nothing. The customer's name and the survey link are samples.")
    Preview previewTemplate(
            @PathVariable @Pattern(regexp = TemplateKey.PATTERN) String key,
            @Valid @RequestBody PreviewRequest request) {
        TemplateVersion version = wanted(new TemplateKey(key), request);
        List<FieldProblem> misfits = version.text().misfits(request.parameters());
        if (!misfits.isEmpty()) {
            throw new ProblemException(NotificationProblem.PARAMETERS_INVALID, misfits);
        }
        String name = request.locale() == Language.ZH_CN ? "张三" : "Ann Example";
        Rendered rendered = version.render(new Facts(request.parameters(), name, SAMPLE_LINK, properties.zone()));
        return new Preview(
                rendered.language(), rendered.version(), rendered.subject(), rendered.text(), rendered.html());
    }

    private TemplateVersion wanted(TemplateKey key, PreviewRequest request) {
        Template template = templates.required(key);
        if (request.version() != null) {
            return versions.required(key, request.locale(), request.version());
        }
        TemplateVersion approved = template.approved().get(request.locale());
        if (approved == null) {
            throw new ProblemException(NotificationProblem.TEMPLATE_NOT_APPROVED);
        }
        return approved;
    }

    private TemplateDetails details(TemplateKey key) {
        Template template = Objects.requireNonNull(templates.required(key));
        return new TemplateDetails(
                key.value(),
                template.purpose(),
                template.channel(),
                versions.of(key).stream().map(VersionView::of).toList());
    }

    private static String actor() {
        return Caller.required().originatingSubject();
    }
}
