package io.kehu.feedback.survey;

import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.feedback.Channel;
import io.kehu.feedback.feedback.Kind;
import io.kehu.feedback.feedback.NewFeedback;
import io.kehu.feedback.feedback.ReceiveFeedback;
import io.kehu.feedback.messaging.Fact;
import io.kehu.feedback.messaging.Facts;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.token.SearchTokens;
import io.kehu.starter.web.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Opens an invitation for whoever holds its link, and takes its answers once. */
@Component
class AnswerInvitation {

    private static final String TYPE = "feedback.survey.completed.v1";
    private static final String SOURCE = "survey";

    private final Invitations invitations;
    private final InvitationTokens tokens;
    private final Surveys surveys;
    private final Responses responses;
    private final ReceiveFeedback receiveFeedback;
    private final Facts facts;
    private final SearchTokens searchTokens;
    private final Transactions transactions;
    private final Clock clock;
    private final JsonMapper mapper;
    private final Counter completed;
    private final String actor;

    AnswerInvitation(
            Invitations invitations,
            InvitationTokens tokens,
            Surveys surveys,
            Responses responses,
            ReceiveFeedback receiveFeedback,
            Facts facts,
            SearchTokens searchTokens,
            Transactions transactions,
            Clock clock,
            JsonMapper mapper,
            MeterRegistry meters,
            @Value("${spring.application.name}") String service) {
        this.invitations = invitations;
        this.tokens = tokens;
        this.surveys = surveys;
        this.responses = responses;
        this.receiveFeedback = receiveFeedback;
        this.facts = facts;
        this.searchTokens = searchTokens;
        this.transactions = transactions;
        this.clock = clock;
        this.mapper = mapper;
        this.completed = meters.counter("feedback.survey.completed");
        this.actor = "service:" + service;
    }

    /** An invitation whose link somebody holds, and what it asks. */
    record Asked(Invitation invitation, SurveyVersion survey) {

        boolean isAnswered() {
            return invitation.state() == InvitationState.COMPLETED;
        }
    }

    /** The event's data. */
    record SurveyCompleted(
            UUID invitationId,
            UUID responseId,
            String number,
            String survey,
            int surveyVersion,
            @Nullable Integer npsScore) {}

    /**
     * Changes nothing.
     *
     * @throws ProblemException 410 when its time is over, 404 for everything else that cannot be answered; which of those it is, stays ours
     */
    Asked asked(String token) {
        Invitation invitation = invitations
                .find(tokens.hash(token))
                .orElseThrow(() -> new ProblemException(FeedbackProblem.RESPONSE_LINK_UNKNOWN));
        return switch (invitation.stateAt(clock.instant())) {
            case EXPIRED -> throw new ProblemException(FeedbackProblem.RESPONSE_LINK_EXPIRED);
            case CANCELLED, SUPPRESSED -> throw new ProblemException(FeedbackProblem.RESPONSE_LINK_UNKNOWN);
            case CREATED, SENT, OPENED, STARTED, COMPLETED ->
                new Asked(invitation, surveys.published(invitation.survey(), invitation.surveyVersion()));
        };
    }

    /** Notes that somebody, or some mail scanner, has looked. */
    void noteOpened(Asked asked) {
        if (asked.invitation().state() == InvitationState.CREATED
                || asked.invitation().state() == InvitationState.SENT) {
            invitations.markOpened(asked.invitation().id(), clock.instant());
        }
    }

    /**
     * Takes the answers, or recognises them as those taken before.
     *
     * @throws ProblemException 409 when other answers were given before, 410 when the time ran out meanwhile
     */
    Responses.Response take(Asked asked, Answers answers, @Nullable UUID clientResponseId) {
        Responses.Content content = content(asked.survey().definition(), answers);
        return transactions.call(() -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            ResponseId id = new ResponseId(TimeOrderedIds.next());
            Invitation invitation = asked.invitation();
            Map<String, Object> kept = answers.withoutTexts(asked.survey().definition());
            if (!responses.add(id, invitation, clientResponseId, content, kept, now)) {
                return repeated(invitation, content);
            }
            if (!invitations.complete(invitation.id(), now)) {
                throw new ProblemException(FeedbackProblem.RESPONSE_LINK_EXPIRED);
            }
            responses.addNumbers(id, invitation.survey(), answers.numbers(), now);
            answers.texts().forEach((question, text) -> keepText(id, invitation, question, text, now));
            facts.tell(List.of(fact(id, asked, answers)));
            completed.increment();
            return new Responses.Response(id, content, now);
        });
    }

    private Responses.Response repeated(Invitation invitation, Responses.Content content) {
        Responses.Response before = responses.of(invitation.id()).orElseThrow();
        if (!before.content().equals(content)) {
            throw new ProblemException(FeedbackProblem.RESPONSE_EXISTS);
        }
        return before;
    }

    /** Words are feedback like any other: sealed, found with the customer's feedback, and a case can be made of them. */
    private void keepText(ResponseId id, Invitation invitation, String question, String text, Instant now) {
        ReceiveFeedback.Received received = receiveFeedback.receive(
                new NewFeedback(
                        Channel.WEB,
                        SOURCE,
                        id + "/" + question,
                        invitation.number(),
                        Kind.SURVEY_COMMENT,
                        text,
                        null,
                        null,
                        null,
                        now),
                actor);
        responses.addComment(id, question, received.id());
    }

    private Responses.Content content(SurveyDefinition definition, Answers answers) {
        Map<String, Object> all = new TreeMap<>(answers.withoutTexts(definition));
        all.putAll(answers.texts());
        String text = mapper.writeValueAsString(all);
        return new Responses.Content(
                searchTokens.token("response.content.hash", text), searchTokens.token("response.content.check", text));
    }

    private static Fact fact(ResponseId id, Asked asked, Answers answers) {
        Invitation invitation = asked.invitation();
        String number = invitation.living().value();
        Integer score = asked.survey()
                .definition()
                .first(QuestionType.NPS)
                .map(question -> answers.numbers().get(question.id()))
                .orElse(null);
        return new Fact(
                TYPE,
                number,
                new SurveyCompleted(
                        invitation.id().value(),
                        id.value(),
                        number,
                        invitation.survey().value(),
                        invitation.surveyVersion(),
                        score));
    }
}
