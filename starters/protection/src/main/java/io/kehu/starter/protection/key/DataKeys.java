package io.kehu.starter.protection.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The table {@code data_key} and a cache of unwrapped keys, bounded in size and to minutes. Many keys are fetched and made in one
 * statement.
 */
public final class DataKeys {

    private static final int KEY_BYTES = 32;
    private static final int FIRST_VERSION = 1;

    /** What the database says of a key for somebody who was erased. */
    private static final String ERASED = "KE001";

    private final JdbcClient jdbc;
    private final String service;
    private final String primary;
    private final Map<String, Aead> wrappers = new HashMap<>();
    private final Cache<String, DataKey> unwrapped;

    DataKeys(JdbcClient jdbc, String service, KeyFile keyFile, long cached, Duration lifetime) {
        this.jdbc = jdbc;
        this.service = service;
        this.primary = keyFile.primary();
        keyFile.keyEncryptionKeys().forEach((id, key) -> wrappers.put(id, wrapper(key)));
        this.unwrapped = Caffeine.newBuilder()
                .maximumSize(cached)
                .expireAfterWrite(lifetime)
                .build();
    }

    /** Keys of those subjects that have one. */
    Map<String, DataKey> find(Collection<String> subjects) {
        Map<String, DataKey> found = new HashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        for (String subject : subjects) {
            DataKey cached = unwrapped.getIfPresent(subject);
            if (cached == null) {
                missing.add(subject);
            } else {
                found.put(subject, cached);
            }
        }
        if (!missing.isEmpty()) {
            Map<String, DataKey> loaded = load(missing);
            // The current transaction may have made some of them: a rolled-back key must not encrypt anything.
            afterCommit(() -> unwrapped.putAll(loaded));
            found.putAll(loaded);
        }
        return found;
    }

    /** Keys of all subjects, made in the current transaction where there was none. */
    Map<String, DataKey> findOrCreate(Collection<String> subjects) {
        Map<String, DataKey> keys = find(subjects);
        List<String> without = new ArrayList<>();
        // Sorted, so that two who make the same keys do not wait for each other.
        for (String subject : new TreeSet<>(subjects)) {
            if (!keys.containsKey(subject)) {
                without.add(subject);
            }
        }
        if (!without.isEmpty()) {
            keys.putAll(create(without));
        }
        return keys;
    }

    /** Makes all values of the subject unreadable for ever. Other instances forget the key within its lifetime in the cache. */
    public void destroy(String subject) {
        jdbc.sql("DELETE FROM data_key WHERE subject = :subject")
                .param("subject", subject)
                .update();
        unwrapped.invalidate(subject);
        // Again, for those who read the key between now and the commit.
        afterCommit(() -> unwrapped.invalidate(subject));
    }

    /** As {@link #destroy}, for good. */
    void erase(Collection<String> subjects) {
        String[] erased = subjects.toArray(String[]::new);
        // Whoever is making a key for one of them right now is waited for, or waits and is refused.
        jdbc.sql("LOCK TABLE data_key IN SHARE ROW EXCLUSIVE MODE").update();
        jdbc.sql("INSERT INTO erased_subject (subject) SELECT unnest(:subjects) ON CONFLICT DO NOTHING")
                .param("subjects", erased)
                .update();
        jdbc.sql("DELETE FROM data_key WHERE subject = ANY (:subjects)")
                .param("subjects", erased)
                .update();
        unwrapped.invalidateAll(subjects);
        afterCommit(() -> unwrapped.invalidateAll(subjects));
    }

    void mustNotBeErased(Collection<String> subjects) {
        boolean erased = jdbc.sql("SELECT EXISTS (SELECT FROM erased_subject WHERE subject = ANY (:subjects))")
                .param("subjects", subjects.toArray(String[]::new))
                .query(Boolean.class)
                .single();
        if (erased) {
            throw new ErasedSubjectException(null);
        }
    }

    /** Refuses keys that do not open what is stored already: what they would seal from now on could not be read beside it. */
    void verify() {
        jdbc.sql("SELECT subject, version, kek_id, wrapped FROM data_key LIMIT 1")
                .query(row -> {
                    try {
                        unwrap(
                                row.getString("subject"),
                                row.getInt("version"),
                                row.getString("kek_id"),
                                row.getBytes("wrapped"));
                    } catch (UnreadableValueException e) {
                        throw new IllegalStateException(
                                "The key file does not open the data keys of this service. Mount the one it was set up with.",
                                e);
                    }
                });
    }

    private static void afterCommit(Runnable work) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            work.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }

    private Map<String, DataKey> load(Set<String> subjects) {
        Map<String, DataKey> keys = new HashMap<>();
        jdbc.sql("""
                        SELECT DISTINCT ON (subject) subject, version, kek_id, wrapped
                        FROM data_key
                        WHERE subject = ANY (:subjects)
                        ORDER BY subject, version DESC
                        """).param("subjects", subjects.toArray(String[]::new)).query(row -> {
            String subject = row.getString("subject");
            int version = row.getInt("version");
            byte[] key = unwrap(subject, version, row.getString("kek_id"), row.getBytes("wrapped"));
            keys.put(subject, DataKey.of(version, key));
        });
        return keys;
    }

    private Map<String, DataKey> create(List<String> subjects) {
        Map<String, DataKey> created = new HashMap<>();
        byte[][] wrapped = new byte[subjects.size()][];
        for (int i = 0; i < subjects.size(); i++) {
            byte[] key = Random.randBytes(KEY_BYTES);
            wrapped[i] = wrap(subjects.get(i), FIRST_VERSION, key);
            created.put(subjects.get(i), DataKey.of(FIRST_VERSION, key));
        }
        int inserted = insert(subjects, wrapped);
        // Somebody else made one at the same time, and theirs counts.
        return inserted == subjects.size() ? created : load(new LinkedHashSet<>(subjects));
    }

    private int insert(List<String> subjects, byte[][] wrapped) {
        try {
            return jdbc.sql("""
                        INSERT INTO data_key (subject, version, kek_id, wrapped)
                        SELECT subject, :version, :kekId, wrapped
                        FROM unnest(:subjects, :wrapped) AS new (subject, wrapped)
                        ON CONFLICT DO NOTHING
                        """)
                    .param("version", FIRST_VERSION)
                    .param("kekId", primary)
                    .param("subjects", subjects.toArray(String[]::new))
                    .param("wrapped", wrapped)
                    .update();
        } catch (UncategorizedSQLException e) {
            if (ERASED.equals(Objects.requireNonNull(e.getSQLException()).getSQLState())) {
                throw new ErasedSubjectException(e);
            }
            throw e;
        }
    }

    private byte[] wrap(String subject, int version, byte[] key) {
        try {
            return wrapperFor(primary).encrypt(key, context(subject, version));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] unwrap(String subject, int version, String keyId, byte[] wrapped) {
        try {
            return wrapperFor(keyId).decrypt(wrapped, context(subject, version));
        } catch (GeneralSecurityException e) {
            throw new UnreadableValueException("The data key of a customer does not belong to it or was changed.");
        }
    }

    private Aead wrapperFor(String keyId) {
        Aead wrapper = wrappers.get(keyId);
        if (wrapper == null) {
            throw new IllegalStateException("The key file does not hold the key-encryption key " + keyId + ".");
        }
        return wrapper;
    }

    private byte[] context(String subject, int version) {
        return ("data-key\0" + service + "\0" + subject + "\0" + version).getBytes(StandardCharsets.UTF_8);
    }

    private static Aead wrapper(byte[] key) {
        try {
            return new AesGcmJce(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
