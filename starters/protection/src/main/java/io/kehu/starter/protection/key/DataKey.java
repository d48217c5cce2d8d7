package io.kehu.starter.protection.key;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.security.GeneralSecurityException;

/** A customer's key, unwrapped: AES-256-GCM by Tink. */
record DataKey(int version, Aead aead) {

    static DataKey of(int version, byte[] key) {
        try {
            return new DataKey(version, new AesGcmJce(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
