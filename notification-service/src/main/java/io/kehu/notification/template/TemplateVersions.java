package io.kehu.notification.template;

import io.kehu.notification.DatabaseTime;
import io.kehu.notification.NotificationProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code template_version}. */
@Repository
class TemplateVersions {

    private static final TypeReference<Map<String, ParameterType>> PARAMETERS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper mapper;

    TemplateVersions(JdbcClient jdbc, JsonMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    List<TemplateVersion> approved(Collection<TemplateKey> keys) {
        return jdbc.sql("SELECT * FROM template_version WHERE template_key = ANY (:keys) AND state = 'APPROVED'")
                .param("keys", keys.stream().map(TemplateKey::value).toArray(String[]::new))
                .query((row, number) -> version(row))
                .list();
    }

    /** Every version of a template, by language, newest first. */
    List<TemplateVersion> of(TemplateKey key) {
        return jdbc.sql("SELECT * FROM template_version WHERE template_key = :key ORDER BY locale, version DESC")
                .param("key", key.value())
                .query((row, number) -> version(row))
                .list();
    }

    TemplateVersion required(TemplateKey key, Language language, int version) {
        return jdbc.sql("""
                        SELECT * FROM template_version
                        WHERE template_key = :key AND locale = :locale AND version = :version
                        """)
                .param("key", key.value())
                .param("locale", language.tag())
                .param("version", version)
                .query((row, number) -> version(row))
                .optional()
                .orElseThrow(() -> new ProblemException(NotificationProblem.TEMPLATE_VERSION_NOT_FOUND));
    }

    /** @return the number of the new version */
    int append(TemplateKey key, Language language, TemplateText text, String createdBy, Instant now) {
        return jdbc.sql("""
                        INSERT INTO template_version
                            (template_key, locale, version, subject, body, html, parameters, created_at, created_by)
                        SELECT :key, :locale, coalesce(max(version), 0) + 1, :subject, :body, :html, :parameters::jsonb, :now,
                            :createdBy
                        FROM template_version
                        WHERE template_key = :key AND locale = :locale
                        RETURNING version
                        """)
                .param("key", key.value())
                .param("locale", language.tag())
                .param("subject", text.subject())
                .param("body", text.body())
                .param("html", text.html())
                .param("parameters", mapper.writeValueAsString(text.parameters()))
                .param("now", DatabaseTime.of(now))
                .param("createdBy", createdBy)
                .query(Integer.class)
                .single();
    }

    void retireApproved(TemplateKey key, Language language, String decidedBy, Instant now) {
        jdbc.sql("""
                        UPDATE template_version SET state = 'RETIRED', decided_at = :now, decided_by = :decidedBy
                        WHERE template_key = :key AND locale = :locale AND state = 'APPROVED'
                        """)
                .param("key", key.value())
                .param("locale", language.tag())
                .param("now", DatabaseTime.of(now))
                .param("decidedBy", decidedBy)
                .update();
    }

    void move(TemplateVersion version, TemplateVersion.State state, String decidedBy, Instant now) {
        jdbc.sql("""
                        UPDATE template_version SET state = :state, decided_at = :now, decided_by = :decidedBy
                        WHERE template_key = :key AND locale = :locale AND version = :version
                        """)
                .param("key", version.key().value())
                .param("locale", version.language().tag())
                .param("version", version.version())
                .param("state", state.name())
                .param("now", DatabaseTime.of(now))
                .param("decidedBy", decidedBy)
                .update();
    }

    private TemplateVersion version(ResultSet row) throws SQLException {
        return new TemplateVersion(
                new TemplateKey(row.getString("template_key")),
                Language.ofTag(row.getString("locale")),
                row.getInt("version"),
                TemplateText.of(
                        row.getString("subject"),
                        row.getString("body"),
                        row.getString("html"),
                        mapper.readValue(row.getString("parameters"), PARAMETERS)),
                TemplateVersion.State.valueOf(row.getString("state")),
                DatabaseTime.read(row, "created_at"),
                row.getString("created_by"),
                DatabaseTime.readIfAny(row, "decided_at"),
                row.getString("decided_by"));
    }
}
