package io.kehu.customer.identity;

import java.net.ConnectException;
import java.util.function.Predicate;

/** Only a call that never reached the peer is tried again at once; a slow peer would only get slower. */
public final class NobodyListened implements Predicate<Throwable> {

    @Override
    public boolean test(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }
}
