package io.kehu.notification.suppression;

import io.kehu.notification.Channel;
import io.kehu.notification.DatabaseTime;
import io.kehu.notification.suppression.Suppression.Reason;
import io.kehu.notification.suppression.Suppression.Scope;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.protection.token.SearchTokens;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code suppression}. Addresses come in and are forgotten at once; only their tokens are kept. */
@Repository
public class Suppressions {

    private static final String INDEX = "suppression.address.";

    private final JdbcClient jdbc;
    private final SearchTokens tokens;

    Suppressions(JdbcClient jdbc, SearchTokens tokens) {
        this.jdbc = jdbc;
        this.tokens = tokens;
    }

    /** What is in force for addresses of one channel, in one query. */
    public Map<ContactAddress, List<Suppression>> inForce(
            Channel channel, Collection<ContactAddress> addresses, Instant now) {
        Map<ContactAddress, List<Suppression>> found = new HashMap<>();
        if (addresses.isEmpty()) {
            return found;
        }
        Map<Long, List<ContactAddress>> byToken = new HashMap<>();
        addresses.forEach(address -> byToken.computeIfAbsent(token(address), token -> new ArrayList<>())
                .add(address));
        jdbc.sql("""
                        SELECT * FROM suppression
                        WHERE channel = :channel AND address_token = ANY (:tokens) AND (until IS NULL OR until > :now)
                        """)
                .param("channel", channel.name())
                .param(
                        "tokens",
                        byToken.keySet().stream().mapToLong(Long::longValue).toArray())
                .param("now", DatabaseTime.of(now))
                .query(row -> {
                    Suppression suppression = suppression(row);
                    byToken.getOrDefault(row.getLong("address_token"), List.of())
                            .forEach(address -> found.computeIfAbsent(address, same -> new ArrayList<>())
                                    .add(suppression));
                });
        return found;
    }

    /** Whatever is known about an address, in force or not. */
    List<Suppression> of(ContactAddress address) {
        return jdbc.sql("""
                        SELECT * FROM suppression WHERE channel = :channel AND address_token = :token ORDER BY scope
                        """)
                .param("channel", address.channel().name())
                .param("token", token(address))
                .query((row, number) -> suppression(row))
                .list();
    }

    Optional<Suppression> find(UUID id) {
        return jdbc.sql("SELECT * FROM suppression WHERE id = :id")
                .param("id", id)
                .query((row, number) -> suppression(row))
                .optional();
    }

    /** Newest first. */
    Page<Suppression> list(PageRequest page) {
        Cursor after = page.after(1);
        List<Suppression> rows = jdbc.sql("""
                        SELECT * FROM suppression
                        WHERE CAST(:after AS uuid) IS NULL OR id < :after
                        ORDER BY id DESC
                        LIMIT :limit
                        """)
                .param("after", after == null ? null : after.uuid(0))
                .param("limit", page.fetch())
                .query((row, number) -> suppression(row))
                .list();
        return Page.of(rows, page, last -> Cursor.of(last.id()));
    }

    /** Puts an address on the list; one that is there already gets the new reason and end. */
    Suppression put(
            ContactAddress address,
            Scope scope,
            Reason reason,
            @Nullable Instant until,
            String createdBy,
            Instant now) {
        return jdbc.sql("""
                        INSERT INTO suppression (id, channel, address_token, scope, reason, until, created_at, created_by)
                        VALUES (:id, :channel, :token, :scope, :reason, :until, :now, :createdBy)
                        ON CONFLICT (channel, address_token, scope) DO UPDATE
                        SET reason = excluded.reason, until = excluded.until, version = suppression.version + 1
                        RETURNING *
                        """)
                .param("id", TimeOrderedIds.next())
                .param("channel", address.channel().name())
                .param("token", token(address))
                .param("scope", scope.name())
                .param("reason", reason.name())
                .param("until", until == null ? null : DatabaseTime.of(until))
                .param("now", DatabaseTime.of(now))
                .param("createdBy", createdBy)
                .query((row, number) -> suppression(row))
                .single();
    }

    /** Addresses whose mail server said for good that they do not exist. What a person decided about one stays as it is. */
    public void bounced(List<ContactAddress> addresses, Instant now) {
        if (addresses.isEmpty()) {
            return;
        }
        jdbc.sql("""
                        INSERT INTO suppression (id, channel, address_token, scope, reason, created_at, created_by)
                        SELECT id, channel, token, 'ALL', 'HARD_BOUNCE', :now, 'notification-service'
                        FROM unnest(:ids, :channels, :tokens) AS new (id, channel, token)
                        ORDER BY token
                        ON CONFLICT (channel, address_token, scope) DO NOTHING
                        """)
                .param(
                        "ids",
                        addresses.stream().map(address -> TimeOrderedIds.next()).toArray(UUID[]::new))
                .param(
                        "channels",
                        addresses.stream()
                                .map(address -> address.channel().name())
                                .toArray(String[]::new))
                .param("tokens", addresses.stream().mapToLong(this::token).toArray())
                .param("now", DatabaseTime.of(now))
                .update();
    }

    /** @return false when it has changed, or is gone, since that version */
    boolean remove(Suppression suppression) {
        return jdbc.sql("DELETE FROM suppression WHERE id = :id AND version = :version")
                        .param("id", suppression.id())
                        .param("version", suppression.version())
                        .update()
                == 1;
    }

    private long token(ContactAddress address) {
        return tokens.token(INDEX + address.channel(), address.folded());
    }

    private static Suppression suppression(ResultSet row) throws SQLException {
        return new Suppression(
                row.getObject("id", UUID.class),
                Channel.valueOf(row.getString("channel")),
                Scope.valueOf(row.getString("scope")),
                Reason.valueOf(row.getString("reason")),
                DatabaseTime.readIfAny(row, "until"),
                row.getLong("version"),
                DatabaseTime.read(row, "created_at"),
                row.getString("created_by"));
    }
}
