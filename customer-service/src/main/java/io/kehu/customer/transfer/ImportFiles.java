package io.kehu.customer.transfer;

import io.kehu.starter.protection.key.Column;
import io.kehu.starter.protection.key.PersonalData;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code import_chunk}: uploaded files, sealed under a key of their own, read chunk by chunk. */
@Repository
class ImportFiles {

    private static final Column DATA = new Column("import_chunk", "data");
    private static final int CHUNK_BYTES = 1024 * 1024;

    private final JdbcClient jdbc;
    private final PersonalData personalData;

    ImportFiles(JdbcClient jdbc, PersonalData personalData) {
        this.jdbc = jdbc;
        this.personalData = personalData;
    }

    /** In the caller's transaction; the job's row must be there. */
    void store(UUID importId, InputStream content) throws IOException {
        PersonalData.Vault vault = personalData.openOrCreate(List.of(importId.toString()));
        int position = 0;
        for (byte[] chunk = content.readNBytes(CHUNK_BYTES);
                chunk.length > 0;
                chunk = content.readNBytes(CHUNK_BYTES)) {
            jdbc.sql("INSERT INTO import_chunk (import_id, position, data) VALUES (:id, :position, :data)")
                    .param("id", importId)
                    .param("position", position)
                    .param("data", vault.sealBytes(importId.toString(), column(position), chunk))
                    .update();
            position++;
        }
    }

    /** The file from its beginning. */
    InputStream open(UUID importId) {
        return new ChunkStream(importId, personalData.open(List.of(importId.toString())));
    }

    /** The file for readers that jump about in it. */
    SealedChannel channel(UUID importId) {
        PersonalData.Vault vault = personalData.open(List.of(importId.toString()));
        int last = jdbc.sql("SELECT coalesce(max(position), -1) FROM import_chunk WHERE import_id = :id")
                .param("id", importId)
                .query(Integer.class)
                .single();
        long size = last < 0 ? 0 : (long) last * CHUNK_BYTES + opened(importId, vault, last).length;
        return new SealedChannel(size, CHUNK_BYTES, position -> opened(importId, vault, position));
    }

    private byte[] opened(UUID importId, PersonalData.Vault vault, int position) {
        byte[] sealed = chunk(importId, position).orElseThrow(() -> new UnreadableFileException("file-forgotten"));
        return vault.openBytes(importId.toString(), column(position), sealed);
    }

    /** Deletes the file and the key it was sealed with, so that no copy of it can be read again. */
    void forget(UUID importId) {
        jdbc.sql("DELETE FROM import_chunk WHERE import_id = :id")
                .param("id", importId)
                .update();
        personalData.destroy(importId.toString());
    }

    /** The position is authenticated too, so that chunks cannot change places. */
    private static Column column(int position) {
        return new Column(DATA.table(), DATA.name() + "/" + position);
    }

    private Optional<byte[]> chunk(UUID importId, int position) {
        return jdbc.sql("SELECT data FROM import_chunk WHERE import_id = :id AND position = :position")
                .param("id", importId)
                .param("position", position)
                .query((row, index) -> row.getBytes("data"))
                .optional();
    }

    private final class ChunkStream extends InputStream {

        private final UUID importId;
        private final PersonalData.Vault vault;
        private byte[] current = new byte[0];
        private int next;
        private int position;
        private boolean ended;

        ChunkStream(UUID importId, PersonalData.Vault vault) {
            this.importId = importId;
            this.vault = vault;
        }

        @Override
        public int read() {
            return fill() ? current[next++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, current.length - next);
            System.arraycopy(current, next, buffer, offset, count);
            next += count;
            return count;
        }

        private boolean fill() {
            while (!ended && next == current.length) {
                Optional<byte[]> sealed = chunk(importId, position);
                if (sealed.isEmpty()) {
                    ended = true;
                } else {
                    current = vault.openBytes(importId.toString(), column(position), sealed.get());
                    position++;
                    next = 0;
                }
            }
            return next < current.length;
        }
    }
}
