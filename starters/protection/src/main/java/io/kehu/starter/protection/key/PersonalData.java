package io.kehu.starter.protection.key;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Map;

/**
 * Seals and opens personal values. A sealed value is: format (1 byte), version of the data key (1 byte), nonce (12), AES-256-GCM ciphertext
 * and tag (16). Authenticated with it: service, table, column, customer, format.
 */
public final class PersonalData {

    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = 2;

    private final DataKeys keys;
    private final String service;

    PersonalData(DataKeys keys, String service) {
        this.keys = keys;
        this.service = service;
    }

    /** Keys to read with; a subject whose key was destroyed, or that never had one, has none. One query for all that are not cached. */
    public Vault open(Collection<String> subjects) {
        return new Vault(keys.find(subjects), service);
    }

    /**
     * Keys to write with, made in the current transaction for subjects that have none.
     *
     * @throws ErasedSubjectException when one of them was erased; the transaction can only be rolled back
     */
    public Vault openOrCreate(Collection<String> subjects) {
        return new Vault(keys.findOrCreate(subjects), service);
    }

    /** Makes all values of the subject unreadable for ever. */
    public void destroy(String subject) {
        keys.destroy(subject);
    }

    /**
     * As {@link #destroy}, for good: nobody makes a key for these subjects again. The first thing a transaction does, because it waits for
     * those who are making keys now, who may wait for rows.
     */
    public void erase(Collection<String> subjects) {
        keys.erase(subjects);
    }

    /** For what is kept of a customer without being sealed. @throws ErasedSubjectException when one of them was erased */
    public void mustNotBeErased(Collection<String> subjects) {
        keys.mustNotBeErased(subjects);
    }

    /** The keys of some customers, at hand. */
    public static final class Vault {

        private final Map<String, DataKey> keys;
        private final String service;

        private Vault(Map<String, DataKey> keys, String service) {
            this.keys = keys;
            this.service = service;
        }

        public boolean holds(String subject) {
            return keys.containsKey(subject);
        }

        public byte[] seal(String subject, Column column, String value) {
            return sealBytes(subject, column, value.getBytes(StandardCharsets.UTF_8));
        }

        public String open(String subject, Column column, byte[] sealed) {
            return new String(openBytes(subject, column, sealed), StandardCharsets.UTF_8);
        }

        public byte[] sealBytes(String subject, Column column, byte[] value) {
            DataKey key = key(subject);
            try {
                byte[] encrypted = key.aead().encrypt(value, context(subject, column));
                byte[] sealed = new byte[HEADER_BYTES + encrypted.length];
                sealed[0] = FORMAT;
                sealed[1] = (byte) key.version();
                System.arraycopy(encrypted, 0, sealed, HEADER_BYTES, encrypted.length);
                return sealed;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public byte[] openBytes(String subject, Column column, byte[] sealed) {
            DataKey key = key(subject);
            if (sealed.length <= HEADER_BYTES || sealed[0] != FORMAT || sealed[1] != key.version()) {
                throw new UnreadableValueException("A sealed value has an unknown format or key version.");
            }
            byte[] encrypted = new byte[sealed.length - HEADER_BYTES];
            System.arraycopy(sealed, HEADER_BYTES, encrypted, 0, encrypted.length);
            try {
                Aead aead = key.aead();
                return aead.decrypt(encrypted, context(subject, column));
            } catch (GeneralSecurityException e) {
                throw new UnreadableValueException(
                        "A sealed value was changed, or belongs to another column or customer.");
            }
        }

        private DataKey key(String subject) {
            DataKey key = keys.get(subject);
            if (key == null) {
                throw new UnreadableValueException("The customer's key does not exist; its values are erased.");
            }
            return key;
        }

        private byte[] context(String subject, Column column) {
            return (service + "\0" + column.table() + "\0" + column.name() + "\0" + subject + "\0" + FORMAT)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }
}
