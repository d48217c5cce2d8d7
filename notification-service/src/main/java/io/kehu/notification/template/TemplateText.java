package io.kehu.notification.template;

import io.kehu.notification.NotificationProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of one version, checked: every place in them is a declared parameter or a fact of the moment of sending. */
final class TemplateText {

    private static final String NAME = "[a-z][A-Za-z0-9]{0,39}";
    private static final int MOST_PARAMETERS = 20;

    /** Control characters, line ends, and marks that turn the direction of writing around. */
    private static final Pattern NOT_ON_A_LINE =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]+");

    private final String subject;
    private final String body;
    private final @Nullable String html;
    private final Map<String, ParameterType> parameters;
    private final Markup subjectMarkup;
    private final Markup bodyMarkup;
    private final @Nullable Markup htmlMarkup;

    private TemplateText(
            String subject,
            String body,
            @Nullable String html,
            Map<String, ParameterType> parameters,
            List<FieldProblem> errors) {
        this.subject = subject;
        this.body = body;
        this.html = html;
        this.parameters = Map.copyOf(parameters);
        this.subjectMarkup = parse("/subject", subject, errors);
        this.bodyMarkup = parse("/body", body, errors);
        this.htmlMarkup = html == null ? null : parse("/html", html, errors);
    }

    /** @throws ProblemException 422 that names each place that is wrong */
    static TemplateText of(String subject, String body, @Nullable String html, Map<String, ParameterType> parameters) {
        List<FieldProblem> errors = new ArrayList<>();
        TemplateText text = new TemplateText(subject, body, html, parameters, errors);
        text.verify(errors);
        if (!errors.isEmpty()) {
            throw new ProblemException(NotificationProblem.TEMPLATE_TEXT_INVALID, errors);
        }
        return text;
    }

    String subject() {
        return subject;
    }

    String body() {
        return body;
    }

    @Nullable
    String html() {
        return html;
    }

    Map<String, ParameterType> parameters() {
        return parameters;
    }

    boolean needsSurveyLink() {
        return variables().contains(Facts.SURVEY_LINK);
    }

    /** What of these parameters does not fit; empty when all do. */
    List<FieldProblem> misfits(Map<String, Object> values) {
        List<FieldProblem> errors = new ArrayList<>();
        parameters.forEach((name, type) -> {
            Object value = values.get(name);
            if (value == null) {
                errors.add(new FieldProblem("/parameters/" + name, "required"));
            } else if (!type.accepts(value)) {
                errors.add(new FieldProblem(
                        "/parameters/" + name, "parameter-" + type.name().toLowerCase(Locale.ROOT)));
            }
        });
        return errors;
    }

    /** @throws MissingVariableException when a place has no value */
    Rendered render(Language language, int version, Facts facts) {
        Markup.Values values = variable -> value(variable, language, facts);
        return new Rendered(
                language,
                version,
                subjectMarkup.fill(values, TemplateText::oneLine),
                bodyMarkup.fill(values, TemplateText::oneLine),
                htmlMarkup == null ? null : htmlMarkup.fill(values, value -> escapeHtml(oneLine(value))));
    }

    private String value(String variable, Language language, Facts facts) {
        if (variable.equals(Facts.CUSTOMER_NAME)) {
            String name = facts.customerName();
            return name == null || name.isBlank() ? language.politeName() : name.strip();
        }
        if (variable.equals(Facts.SURVEY_LINK)) {
            String link = facts.surveyLink();
            if (link == null) {
                throw new MissingVariableException(variable);
            }
            return link;
        }
        ParameterType type = parameters.get(variable);
        Object value = facts.parameters().get(variable);
        if (type == null || value == null || !type.accepts(value)) {
            throw new MissingVariableException(variable);
        }
        return type.format(value, language, facts.zone());
    }

    private Set<String> variables() {
        Set<String> variables = new LinkedHashSet<>(subjectMarkup.variables());
        variables.addAll(bodyMarkup.variables());
        if (htmlMarkup != null) {
            variables.addAll(htmlMarkup.variables());
        }
        return variables;
    }

    private void verify(List<FieldProblem> errors) {
        if (!subject.equals(oneLine(subject))) {
            errors.add(new FieldProblem("/subject", "subject-one-line"));
        }
        if (parameters.size() > MOST_PARAMETERS) {
            errors.add(new FieldProblem("/parameters", "parameters-too-many"));
        }
        for (String name : parameters.keySet()) {
            if (!name.matches(NAME)) {
                errors.add(new FieldProblem("/parameters/" + name, "parameter-name"));
            }
        }
        undeclared("/subject", subjectMarkup, errors);
        undeclared("/body", bodyMarkup, errors);
        if (htmlMarkup != null) {
            undeclared("/html", htmlMarkup, errors);
        }
        if (needsSurveyLink() && parameters.get(Facts.INVITATION) != ParameterType.ID) {
            errors.add(new FieldProblem("/parameters/" + Facts.INVITATION, "invitation-needed"));
        }
    }

    private void undeclared(String pointer, Markup markup, List<FieldProblem> errors) {
        for (String variable : markup.variables()) {
            if (!Facts.NAMES.contains(variable) && !parameters.containsKey(variable)) {
                errors.add(new FieldProblem(pointer, "place-undeclared"));
                return;
            }
        }
    }

    private static Markup parse(String pointer, String text, List<FieldProblem> errors) {
        return Markup.parse(text).orElseGet(() -> {
            errors.add(new FieldProblem(pointer, "place-broken"));
            return Markup.EMPTY;
        });
    }

    /** A value cannot start a new header, nor a new paragraph that looks like ours. */
    private static String oneLine(String text) {
        return NOT_ON_A_LINE.matcher(text).replaceAll(" ");
    }

    private static String escapeHtml(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
