package io.kehu.starter.messaging.sample;

import io.kehu.starter.messaging.EventNotReadyException;
import io.kehu.starter.messaging.ReceivedEvent;
import io.kehu.starter.messaging.Subscription;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A service that talks to itself. */
@SpringBootApplication
public class SampleApplication {

    /** What was said. */
    public record Said(String text) {}

    /** Texts the handler fails on, and how. */
    public static final Set<String> POISON = ConcurrentHashMap.newKeySet();

    /** Texts that are not ready yet. */
    public static final Set<String> EARLY = ConcurrentHashMap.newKeySet();

    @Bean
    Subscription listener(JdbcClient jdbc) {
        return Subscription.to("sample.listener")
                .on("sample.thing.said.v1", Said.class, events -> handle(jdbc, events))
                .build();
    }

    private static void handle(JdbcClient jdbc, List<ReceivedEvent<Said>> events) {
        for (ReceivedEvent<Said> event : events) {
            jdbc.sql("INSERT INTO effect (event_id, text) VALUES (:id, :text)")
                    .param("id", event.envelope().id())
                    .param("text", event.data().text())
                    .update();
            if (POISON.contains(event.data().text())) {
                throw new IllegalStateException(
                        "secret words of " + event.data().text());
            }
            if (EARLY.contains(event.data().text())) {
                throw new EventNotReadyException("the other event has not come");
            }
        }
    }
}
