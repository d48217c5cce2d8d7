package io.kehu.feedback.survey;

import io.kehu.feedback.FeedbackProblem;
import io.kehu.feedback.Times;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The tables {@code survey} and {@code survey_version}; published versions never change, so those in use are kept in memory. */
@Repository
class Surveys {

    private final JdbcClient jdbc;
    private final JsonMapper mapper;
    private final Map<String, SurveyVersion> published = new ConcurrentHashMap<>();

    Surveys(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    Optional<Survey> find(SurveyCode code) {
        return jdbc.sql("""
                        SELECT s.*, (SELECT max(v.version) FROM survey_version v WHERE v.survey_code = s.code) AS latest
                        FROM survey s WHERE s.code = :code
                        """)
                .param("code", code.value())
                .query((row, number) -> survey(row))
                .optional();
    }

    Survey required(SurveyCode code) {
        return find(code).orElseThrow(() -> new ProblemException(FeedbackProblem.SURVEY_NOT_FOUND));
    }

    /** By code; one row more than the page holds. */
    List<Survey> list(PageRequest page) {
        Cursor after = page.after(1);
        return jdbc.sql("""
                        SELECT s.*, (SELECT max(v.version) FROM survey_version v WHERE v.survey_code = s.code) AS latest
                        FROM survey s WHERE s.code > :after ORDER BY s.code LIMIT :limit
                        """)
                .param("after", after == null ? "" : after.text(0))
                .param("limit", page.fetch())
                .query((row, number) -> survey(row))
                .list();
    }

    /** Until the end of the transaction nobody else changes the survey. */
    Survey lock(SurveyCode code) {
        jdbc.sql("SELECT 1 FROM survey WHERE code = :code FOR UPDATE")
                .param("code", code.value())
                .query(row -> {});
        return required(code);
    }

    /** @return false when there is a survey with this code */
    boolean add(SurveyCode code, String actor, Instant at) {
        return jdbc.sql("""
                        INSERT INTO survey (code, created_at, created_by) VALUES (:code, :at, :actor)
                        ON CONFLICT (code) DO NOTHING
                        """)
                        .param("code", code.value())
                        .param("at", Times.parameter(at))
                        .param("actor", actor)
                        .update()
                == 1;
    }

    void addDraft(SurveyCode code, int version, SurveyDefinition definition, String actor, Instant at) {
        String json = mapper.writeValueAsString(definition);
        jdbc.sql("""
                        INSERT INTO survey_version (survey_code, version, state, definition, checksum, created_at, created_by)
                        VALUES (:code, :version, 'DRAFT', :definition::jsonb, :checksum, :at, :actor)
                        """)
                .param("code", code.value())
                .param("version", version)
                .param("definition", json)
                .param("checksum", sha256(json))
                .param("at", Times.parameter(at))
                .param("actor", actor)
                .update();
        touch(code);
    }

    void publish(SurveyCode code, int version, Instant at) {
        jdbc.sql("""
                        UPDATE survey_version SET state = 'PUBLISHED', published_at = :at
                        WHERE survey_code = :code AND version = :version
                        """)
                .param("code", code.value())
                .param("version", version)
                .param("at", Times.parameter(at))
                .update();
        jdbc.sql("UPDATE survey SET published_version = :version WHERE code = :code")
                .param("code", code.value())
                .param("version", version)
                .update();
        touch(code);
    }

    /** Oldest first. */
    List<SurveyVersion> versions(SurveyCode code) {
        return jdbc.sql("SELECT * FROM survey_version WHERE survey_code = :code ORDER BY version")
                .param("code", code.value())
                .query((row, number) -> version(row))
                .list();
    }

    /** What is asked now; empty before the first publication. */
    Optional<SurveyVersion> published(SurveyCode code) {
        return jdbc.sql("SELECT published_version FROM survey WHERE code = :code AND published_version IS NOT NULL")
                .param("code", code.value())
                .query(Integer.class)
                .optional()
                .map(version -> published(code, version));
    }

    /** A version that was published once. */
    SurveyVersion published(SurveyCode code, int version) {
        String key = code + " " + version;
        SurveyVersion known = published.get(key);
        if (known != null) {
            return known;
        }
        SurveyVersion found = jdbc.sql("""
                        SELECT * FROM survey_version
                        WHERE survey_code = :code AND version = :version AND state = 'PUBLISHED'
                        """)
                .param("code", code.value())
                .param("version", version)
                .query((row, number) -> version(row))
                .single();
        published.put(key, found);
        return found;
    }

    static Cursor position(Survey survey) {
        return Cursor.of(survey.code());
    }

    private void touch(SurveyCode code) {
        jdbc.sql("UPDATE survey SET version = version + 1 WHERE code = :code")
                .param("code", code.value())
                .update();
    }

    private static Survey survey(ResultSet row) throws SQLException {
        @Nullable Integer published = row.getObject("published_version", Integer.class);
        return new Survey(
                new SurveyCode(row.getString("code")), published, row.getInt("latest"), row.getLong("version"));
    }

    private SurveyVersion version(ResultSet row) throws SQLException {
        return new SurveyVersion(
                new SurveyCode(row.getString("survey_code")),
                row.getInt("version"),
                SurveyVersion.State.valueOf(row.getString("state")),
                mapper.readValue(row.getString("definition"), SurveyDefinition.class),
                row.getString("checksum"),
                Times.read(row, "created_at"),
                Times.readOrNull(row, "published_at"));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
