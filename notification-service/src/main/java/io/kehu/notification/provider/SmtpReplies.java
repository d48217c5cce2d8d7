package io.kehu.notification.provider;

import io.kehu.notification.provider.Outcome.ErrorClass;
import jakarta.mail.MessagingException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What an SMTP server's answers mean (RFC 5321, RFC 3463). Of an answer only the numbers are kept: its words often repeat the address.
 */
final class SmtpReplies {

    /** Reply code and, where there is one, enhanced status code. */
    private static final Pattern NUMBERS = Pattern.compile("^(\\d{3})[ -](?:([245]\\.\\d{1,3}\\.\\d{1,3})\\b)?");

    private static final Pattern QUEUED_AS = Pattern.compile("\\bqueued as ([A-Za-z0-9._-]{1,64})\\b");

    /** The mailbox, its domain or the form of the address does not exist. */
    private static final Pattern DEAD = Pattern.compile("5\\.1\\.(1|2|3|6|10)");

    /** The server has a quarrel with us, not with the recipient: wrong order, no login. */
    private static final Set<Integer> OUR_FAULT = Set.of(500, 502, 503, 530, 534, 535, 538);

    private static final String SENDER = "MAIL FROM";
    private static final String FINAL_DOT = ".";
    private static final String NO_ANSWER = "connection";

    private SmtpReplies() {}

    static Outcome taken(@Nullable String answer) {
        Matcher matcher = QUEUED_AS.matcher(answer == null ? "" : answer);
        return new Outcome.Taken(matcher.find() ? matcher.group(1) : null);
    }

    /** @param contentBegun whether the server had agreed to take the content */
    static Outcome failed(MessagingException failure, boolean contentBegun) {
        SMTPAddressFailedException address = find(SMTPAddressFailedException.class, failure);
        if (address != null) {
            return recipient(address.getReturnCode(), address.getMessage());
        }
        SMTPSendFailedException send = find(SMTPSendFailedException.class, failure);
        if (send != null && isAnswer(send.getReturnCode())) {
            return send.getCommand().startsWith(SENDER)
                    // Our own sender address is refused: a setting to be put right, no fault of the message.
                    ? new Outcome.Refused(ErrorClass.RETRY, numbers(send.getReturnCode(), send.getMessage()))
                    : content(send.getReturnCode(), send.getMessage());
        }
        boolean unclear = contentBegun || (send != null && FINAL_DOT.equals(send.getCommand()));
        return unclear ? new Outcome.Unclear(NO_ANSWER) : new Outcome.Refused(ErrorClass.RETRY, NO_ANSWER);
    }

    private static Outcome recipient(int code, @Nullable String answer) {
        String numbers = numbers(code, answer);
        if (code < 500 || OUR_FAULT.contains(code)) {
            return new Outcome.Refused(ErrorClass.RETRY, numbers);
        }
        boolean dead = DEAD.matcher(numbers).find();
        return new Outcome.Refused(dead ? ErrorClass.DEAD_ADDRESS : ErrorClass.BAD_ADDRESS, numbers);
    }

    private static Outcome content(int code, @Nullable String answer) {
        boolean retry = code < 500 || OUR_FAULT.contains(code);
        return new Outcome.Refused(retry ? ErrorClass.RETRY : ErrorClass.BAD_CONTENT, numbers(code, answer));
    }

    private static boolean isAnswer(int code) {
        return code >= 400 && code < 600;
    }

    private static String numbers(int code, @Nullable String answer) {
        if (!isAnswer(code)) {
            return NO_ANSWER;
        }
        Matcher matcher = NUMBERS.matcher(answer == null ? "" : answer);
        String enhanced = matcher.find() ? matcher.group(2) : null;
        return enhanced == null ? Integer.toString(code) : code + " " + enhanced;
    }

    private static <E extends Exception> @Nullable E find(Class<E> type, @Nullable Exception failure) {
        Exception current = failure;
        while (current != null) {
            if (type.isInstance(current)) {
                return type.cast(current);
            }
            current = current instanceof MessagingException chained ? chained.getNextException() : null;
        }
        return null;
    }
}
