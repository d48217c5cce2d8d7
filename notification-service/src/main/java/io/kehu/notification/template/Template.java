package io.kehu.notification.template;

import io.kehu.notification.Channel;
import io.kehu.notification.Purpose;
import io.kehu.starter.web.problem.FieldProblem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What may be said now: a template and its approved version in each language. */
public final class Template {

    private final TemplateKey key;
    private final Purpose purpose;
    private final Channel channel;
    private final Map<Language, TemplateVersion> approved;

    Template(TemplateKey key, Purpose purpose, Channel channel, Map<Language, TemplateVersion> approved) {
        this.key = key;
        this.purpose = purpose;
        this.channel = channel;
        this.approved = Map.copyOf(approved);
    }

    public TemplateKey key() {
        return key;
    }

    public Purpose purpose() {
        return purpose;
    }

    public Channel channel() {
        return channel;
    }

    /** Whether it can be said at all, in any language. */
    public boolean isApproved() {
        return !approved.isEmpty();
    }

    Map<Language, TemplateVersion> approved() {
        return approved;
    }

    /** What of these parameters does not fit; they must fit every language, because the recipient's is not known yet. */
    public List<FieldProblem> misfits(Map<String, Object> parameters) {
        Set<FieldProblem> errors = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>();
        for (TemplateVersion version : approved.values()) {
            errors.addAll(version.text().misfits(parameters));
            known.addAll(version.text().parameters().keySet());
        }
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                errors.add(new FieldProblem("/parameters/" + name, "unknown"));
            }
        }
        return new ArrayList<>(errors);
    }

    /** The invitation whose link the text shows; empty when it shows none. */
    public Optional<UUID> invitation(Map<String, Object> parameters) {
        Object id = parameters.get(Facts.INVITATION);
        return needsSurveyLink() && id != null && ParameterType.ID.accepts(id)
                ? Optional.of(ParameterType.uuid(id))
                : Optional.empty();
    }

    /** Whether the text shows the link of a survey. */
    public boolean needsSurveyLink() {
        return approved.values().stream().anyMatch(version -> version.text().needsSurveyLink());
    }

    /**
     * The text for a recipient, in the other language where theirs is missing.
     *
     * @return empty when no version is approved
     * @throws MissingVariableException when a place has no value
     */
    public Optional<Rendered> render(Language language, Facts facts) {
        TemplateVersion version = approved.get(language);
        if (version == null) {
            version = approved.values().stream().findFirst().orElse(null);
        }
        return Optional.ofNullable(version).map(found -> found.render(facts));
    }
}
