package io.kehu.feedback.survey;

import io.kehu.feedback.Times;
import io.kehu.feedback.feedback.FeedbackId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code response}, {@code answer} and {@code response_comment}. */
@Repository
class Responses {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    Responses(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /** A response as it is kept; the content only as keyed bits, to recognise it by. */
    record Response(ResponseId id, Content content, Instant submittedAt) {}

    /** 128 keyed bits over all answers. */
    record Content(long hash, long check) {}

    /** @return false when the invitation has its response already */
    boolean add(
            ResponseId id,
            Invitation invitation,
            @Nullable UUID clientResponseId,
            Content content,
            Map<String, Object> answers,
            Instant at) {
        return jdbc.sql("""
                        INSERT INTO response (id, invitation_id, survey_code, survey_version, client_response_id, state,
                            content_hash, content_check, answers, submitted_at)
                        VALUES (:id, :invitation, :survey, :version, :client, 'COMPLETE', :hash, :check, :answers::jsonb, :at)
                        ON CONFLICT (invitation_id) DO NOTHING
                        """)
                        .param("id", id.value())
                        .param("invitation", invitation.id().value())
                        .param("survey", invitation.survey().value())
                        .param("version", invitation.surveyVersion())
                        .param("client", clientResponseId)
                        .param("hash", content.hash())
                        .param("check", content.check())
                        .param("answers", mapper.writeValueAsString(answers))
                        .param("at", Times.parameter(at))
                        .update()
                == 1;
    }

    void addNumbers(ResponseId id, SurveyCode survey, Map<String, Integer> numbers, Instant at) {
        if (numbers.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO answer (response_id, question_id, survey_code, answered_at, num)
                        SELECT :id, question, :survey, :at::timestamptz, num
                        FROM unnest(:questions, :numbers) AS answer (question, num)
                        """)
                .param("id", id.value())
                .param("survey", survey.value())
                .param("at", Times.parameter(at))
                .param("questions", numbers.keySet().toArray(String[]::new))
                .param(
                        "numbers",
                        numbers.values().stream().mapToInt(Integer::intValue).toArray())
                .update();
    }

    void addComment(ResponseId id, String question, FeedbackId feedback) {
        jdbc.sql("""
                        INSERT INTO response_comment (response_id, question_id, feedback_id) VALUES (:id, :question, :feedback)
                        """)
                .param("id", id.value())
                .param("question", question)
                .param("feedback", feedback.value())
                .update();
    }

    Optional<Response> of(InvitationId invitation) {
        return jdbc.sql(
                        "SELECT id, content_hash, content_check, submitted_at FROM response WHERE invitation_id = :invitation")
                .param("invitation", invitation.value())
                .query((row, number) -> new Response(
                        new ResponseId(row.getObject("id", UUID.class)),
                        new Content(row.getLong("content_hash"), row.getLong("content_check")),
                        Times.read(row, "submitted_at")))
                .optional();
    }
}
