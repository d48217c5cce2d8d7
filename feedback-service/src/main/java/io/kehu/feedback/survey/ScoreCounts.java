package io.kehu.feedback.survey;

import io.kehu.feedback.Times;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts answers of surveys for those who compute scores from them. */
@Repository
public class ScoreCounts {

    private final JdbcClient jdbc;
    private final Surveys surveys;

    ScoreCounts(JdbcClient jdbc, Surveys surveys) {
        this.jdbc = jdbc;
        this.surveys = surveys;
    }

    /** Values counted together. */
    public record Bucket(int from, int to) {}

    /**
     * Answers to one question over a period.
     *
     * @param low answers in the low bucket
     * @param middle answers in neither
     * @param high answers in the high bucket
     */
    public record Counts(long low, long middle, long high) {}

    /**
     * What became of invitations.
     *
     * @param invited created in the period and not suppressed
     * @param completed answered of those, whenever
     */
    public record Reach(long invited, long completed) {}

    /** The question a survey's Net Promoter Score is about; empty when it asks none, or was never published. */
    public Optional<String> npsQuestion(SurveyCode survey) {
        surveys.required(survey);
        return surveys.published(survey)
                .flatMap(version -> version.definition().first(QuestionType.NPS))
                .map(Question::id);
    }

    public Counts counts(SurveyCode survey, String question, Instant from, Instant to, Bucket low, Bucket high) {
        return jdbc.sql("""
                        SELECT count(*) FILTER (WHERE num BETWEEN :lowFrom AND :lowTo) AS low,
                            count(*) FILTER (WHERE num BETWEEN :highFrom AND :highTo) AS high,
                            count(*) AS n
                        FROM answer
                        WHERE survey_code = :survey AND question_id = :question AND answered_at >= :from AND answered_at < :to
                        """)
                .param("survey", survey.value())
                .param("question", question)
                .param("from", Times.parameter(from))
                .param("to", Times.parameter(to))
                .param("lowFrom", low.from())
                .param("lowTo", low.to())
                .param("highFrom", high.from())
                .param("highTo", high.to())
                .query((row, number) -> new Counts(
                        row.getLong("low"),
                        row.getLong("n") - row.getLong("low") - row.getLong("high"),
                        row.getLong("high")))
                .single();
    }

    public long responses(SurveyCode survey, Instant from, Instant to) {
        return jdbc.sql("""
                        SELECT count(*) FROM response
                        WHERE survey_code = :survey AND submitted_at >= :from AND submitted_at < :to
                        """)
                .param("survey", survey.value())
                .param("from", Times.parameter(from))
                .param("to", Times.parameter(to))
                .query(Long.class)
                .single();
    }

    public Reach reach(SurveyCode survey, Instant from, Instant to) {
        return jdbc.sql("""
                        SELECT count(*) FILTER (WHERE state <> 'SUPPRESSED') AS invited,
                            count(*) FILTER (WHERE state = 'COMPLETED') AS completed
                        FROM invitation
                        WHERE survey_code = :survey AND created_at >= :from AND created_at < :to
                        """)
                .param("survey", survey.value())
                .param("from", Times.parameter(from))
                .param("to", Times.parameter(to))
                .query((row, number) -> new Reach(row.getLong("invited"), row.getLong("completed")))
                .single();
    }
}
