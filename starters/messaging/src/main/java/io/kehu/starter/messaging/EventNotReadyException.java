package io.kehu.starter.messaging;

/** Thrown by a handler that needs another event first; the event is parked and tried again. The message holds no personal data. */
public final class EventNotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EventNotReadyException(String message) {
        super(message, null, false, true);
    }
}
