package io.kehu.notification.feedback;

import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.retry.annotation.Retry;
import io.kehu.notification.PeerAwayException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.stereotype.Component;

/** Asks feedback-service for the links of invitations, many at a time. The question changes nothing there, so it may be repeated. */
@Component
@EnableFeignClients(clients = FeedbackClient.class)
public class SurveyLinks {

    private static final String PEER = "feedback";

    private final FeedbackClient client;

    SurveyLinks(FeedbackClient client) {
        this.client = client;
    }

    /**
     * The links of those invitations that exist.
     *
     * @throws PeerAwayException when feedback-service does not answer as agreed
     */
    @Retry(name = PEER, fallbackMethod = "away")
    @CircuitBreaker(name = PEER)
    @Bulkhead(name = PEER)
    public Map<UUID, SurveyLink> find(Collection<UUID> invitations) {
        Map<UUID, SurveyLink> links = new HashMap<>();
        if (invitations.isEmpty()) {
            return links;
        }
        Set<UUID> asked = new HashSet<>(invitations);
        List<FeedbackClient.Item> items =
                client.links(new FeedbackClient.Question(List.copyOf(asked))).items();
        if (items != null) {
            for (FeedbackClient.Item item : items) {
                if (asked.contains(item.id())) {
                    links.put(
                            item.id(),
                            new SurveyLink(
                                    item.id(), webAddress(item.url()), String.valueOf(item.state()), item.expiresAt()));
                }
            }
        }
        return links;
    }

    @SuppressWarnings("UnusedMethod") // Called by the retry above when it gives up.
    private Map<UUID, SurveyLink> away(Collection<UUID> invitations, Exception failure) {
        throw new PeerAwayException("feedback-service", failure);
    }

    /** It becomes part of a mail, so it has to be nothing but a web address. */
    private static @Nullable String webAddress(@Nullable String url) {
        return url != null && url.matches("https?://[\\x21-\\x7e&&[^\"<>\\\\]]{1,500}") ? url : null;
    }
}
