package io.kehu.feedback.survey;

import io.kehu.feedback.FeedbackProblem;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Defines and publishes surveys: those of the configuration at start, others when an administrator asks. Before the first request and the
 * first event, not after.
 */
@Component
class DefineSurveys implements InitializingBean {

    private static final int FIRST = 1;

    private final Surveys surveys;
    private final SurveyProperties properties;
    private final Transactions transactions;
    private final Clock clock;
    private final String service;

    DefineSurveys(
            Surveys surveys,
            SurveyProperties properties,
            Transactions transactions,
            Clock clock,
            @Value("${spring.application.name}") String service) {
        this.surveys = surveys;
        this.properties = properties;
        this.transactions = transactions;
        this.clock = clock;
        this.service = service;
    }

    @Override
    public void afterPropertiesSet() {
        properties
                .surveys()
                .forEach(configured -> transactions.run(() -> {
                    SurveyCode code = new SurveyCode(configured.code());
                    if (add(code, configured.definition(), "service:" + service)) {
                        surveys.publish(code, FIRST, now());
                    }
                }));
    }

    /** A new survey with its first draft. */
    void define(SurveyCode code, SurveyDefinition definition, String actor) {
        transactions.run(() -> {
            if (!add(code, definition, actor)) {
                throw new ProblemException(FeedbackProblem.SURVEY_EXISTS);
            }
        });
    }

    /** The next draft. */
    void revise(SurveyCode code, SurveyDefinition definition, String actor) {
        transactions.run(() -> {
            Survey survey = surveys.lock(code);
            definition.validate(types(surveys.versions(code)));
            surveys.addDraft(code, survey.latestVersion() + 1, definition, actor, now());
        });
    }

    /** From now on this version is asked; publishing the published one again changes nothing. */
    void publish(SurveyCode code, int version) {
        transactions.run(() -> {
            Survey survey = surveys.lock(code);
            Integer published = survey.publishedVersion();
            if (version > survey.latestVersion()) {
                throw new ProblemException(FeedbackProblem.SURVEY_VERSION_NOT_FOUND);
            }
            if (published != null && version < published) {
                throw new ProblemException(FeedbackProblem.SURVEY_VERSION_SUPERSEDED, published);
            }
            if (published == null || version > published) {
                surveys.publish(code, version, now());
            }
        });
    }

    private boolean add(SurveyCode code, SurveyDefinition definition, String actor) {
        definition.validate(Map.of());
        if (!surveys.add(code, actor, now())) {
            return false;
        }
        surveys.addDraft(code, FIRST, definition, actor, now());
        return true;
    }

    private static Map<String, QuestionType> types(List<SurveyVersion> versions) {
        Predicate<SurveyVersion> published = version -> version.state() == SurveyVersion.State.PUBLISHED;
        return versions.stream()
                .filter(published)
                .flatMap(version -> version.definition().questions().stream())
                .collect(Collectors.toMap(Question::id, Question::type, (first, same) -> first));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
