package io.kehu.starter.messaging;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One queue of this service: which facts it wants and what it does with them. A handler gets the events of one type that lie next to each
 * other in the queue, in order, inside the transaction that also marks them as handled.
 */
public final class Subscription {

    private final String queue;
    private final Map<String, Handler<?>> handlers;
    private final List<String> patterns;

    private Subscription(String queue, Map<String, Handler<?>> handlers, List<String> patterns) {
        this.queue = queue;
        this.handlers = Map.copyOf(handlers);
        this.patterns = List.copyOf(patterns);
    }

    record Handler<T>(Class<T> type, Consumer<List<ReceivedEvent<T>>> code) {

        void handle(List<EventCodec.Parsed> events, EventCodec codec) {
            code.accept(events.stream()
                    .map(event -> new ReceivedEvent<>(event.envelope(), codec.data(event.data(), type)))
                    .toList());
        }
    }

    /** @param queue {@code <domain>.<concern>}, the consumer's own */
    public static Builder to(String queue) {
        return new Builder(queue);
    }

    public String queue() {
        return queue;
    }

    /** Binding keys of the queue. */
    public List<String> bindings() {
        return patterns;
    }

    void handle(String type, List<EventCodec.Parsed> events, EventCodec codec) {
        Handler<?> handler = handlers.get(type);
        if (handler == null) {
            handler = handlers.get("*");
        }
        if (handler == null) {
            throw new EventCodec.MalformedEventException("nobody here handles " + type);
        }
        handler.handle(events, codec);
    }

    /** Collects handlers. */
    public static final class Builder {

        private final String queue;
        private final Map<String, Handler<?>> handlers = new LinkedHashMap<>();
        private final List<String> patterns = new java.util.ArrayList<>();

        private Builder(String queue) {
            this.queue = queue;
        }

        public <T> Builder on(String type, Class<T> data, Consumer<List<ReceivedEvent<T>>> handler) {
            handlers.put(type, new Handler<>(data, handler));
            patterns.add(type);
            return this;
        }

        /** Everything under some binding keys, for those who only keep or show it. */
        public <T> Builder onAll(List<String> bindings, Class<T> data, Consumer<List<ReceivedEvent<T>>> handler) {
            handlers.put("*", new Handler<>(data, handler));
            patterns.addAll(bindings);
            return this;
        }

        public Subscription build() {
            return new Subscription(queue, handlers, patterns);
        }
    }
}
