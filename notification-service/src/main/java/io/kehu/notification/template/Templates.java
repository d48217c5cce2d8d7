package io.kehu.notification.template;

import io.kehu.notification.Channel;
import io.kehu.notification.DatabaseTime;
import io.kehu.notification.NotificationProblem;
import io.kehu.notification.Purpose;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.kehu.starter.web.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code template}, with the approved words beside each. */
@Repository
public class Templates {

    private final JdbcClient jdbc;
    private final TemplateVersions versions;

    Templates(JdbcClient jdbc, TemplateVersions versions) {
        this.jdbc = jdbc;
        this.versions = versions;
    }

    private record Row(TemplateKey key, Purpose purpose, Channel channel) {}

    /** Those of the keys that exist. */
    public Map<TemplateKey, Template> find(Collection<TemplateKey> keys) {
        List<Row> rows = jdbc.sql("SELECT key, purpose, channel FROM template WHERE key = ANY (:keys)")
                .param("keys", keys.stream().map(TemplateKey::value).toArray(String[]::new))
                .query((row, number) -> row(row))
                .list();
        return withApproved(rows);
    }

    Template required(TemplateKey key) {
        Template template = find(List.of(key)).get(key);
        if (template == null) {
            throw new ProblemException(NotificationProblem.TEMPLATE_NOT_FOUND);
        }
        return template;
    }

    Page<Template> list(PageRequest page) {
        Cursor after = page.after(1);
        List<Row> rows = jdbc.sql("""
                        SELECT key, purpose, channel FROM template
                        WHERE key > :after
                        ORDER BY key
                        LIMIT :limit
                        """)
                .param("after", after == null ? "" : after.text(0))
                .param("limit", page.fetch())
                .query((row, number) -> row(row))
                .list();
        return Page.of(List.copyOf(withApproved(rows).values()), page, template -> Cursor.of(template.key()));
    }

    /** @return false when a template with this key exists already */
    boolean define(TemplateKey key, Purpose purpose, Channel channel, String createdBy, Instant now) {
        return jdbc.sql("""
                        INSERT INTO template (key, purpose, channel, created_at, created_by)
                        VALUES (:key, :purpose, :channel, :now, :createdBy)
                        ON CONFLICT (key) DO NOTHING
                        """)
                        .param("key", key.value())
                        .param("purpose", purpose.name())
                        .param("channel", channel.name())
                        .param("now", DatabaseTime.of(now))
                        .param("createdBy", createdBy)
                        .update()
                == 1;
    }

    /** Makes changes to one template's versions follow one another, until the end of the transaction. */
    void lock(TemplateKey key) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('template ' || :key, 0))")
                .param("key", key.value())
                .query(row -> {});
    }

    private Map<TemplateKey, Template> withApproved(List<Row> rows) {
        Map<TemplateKey, Map<Language, TemplateVersion>> approved = new LinkedHashMap<>();
        for (TemplateVersion version :
                versions.approved(rows.stream().map(Row::key).toList())) {
            approved.computeIfAbsent(version.key(), key -> new EnumMap<>(Language.class))
                    .put(version.language(), version);
        }
        Map<TemplateKey, Template> templates = new LinkedHashMap<>();
        for (Row row : rows) {
            @Nullable Map<Language, TemplateVersion> words = approved.get(row.key());
            templates.put(
                    row.key(), new Template(row.key(), row.purpose(), row.channel(), words == null ? Map.of() : words));
        }
        return templates;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new TemplateKey(row.getString("key")),
                Purpose.valueOf(row.getString("purpose")),
                Channel.valueOf(row.getString("channel")));
    }
}
