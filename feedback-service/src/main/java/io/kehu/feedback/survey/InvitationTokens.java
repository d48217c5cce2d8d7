package io.kehu.feedback.survey;

import com.google.crypto.tink.subtle.Hkdf;
import io.kehu.starter.protection.key.KeyFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * The secret in a survey's link: HMAC-SHA-256 over the invitation's id, under a key of its own from the service's key file. It can be
 * computed again whenever a link is to be sent, so it is never stored and never in an event; only its hash is kept, to find it by.
 */
@Component
class InvitationTokens {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "feedback.invitation.token";
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 16;

    private final Mac prototype;

    InvitationTokens(KeyFile keyFile) {
        try {
            byte[] key = Hkdf.computeHkdf(
                    ALGORITHM, keyFile.tokenRoot(), new byte[0], PURPOSE.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
            prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String token(InvitationId id) {
        byte[] bytes = ByteBuffer.allocate(ID_BYTES)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac().doFinal(bytes));
    }

    /** What is stored. The token has 256 secret bits, so a plain hash cannot be turned back; any text takes the same work. */
    byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Mac mac() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
