package io.kehu.notification.feedback;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import feign.RequestInterceptor;
import io.kehu.starter.security.peer.PeerTokens;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** The one operation of feedback-service we need. */
@FeignClient(name = "feedback", url = "${kehu.peers.feedback}", configuration = FeedbackClient.Tokens.class)
interface FeedbackClient {

    @PostMapping("/feedback/v1/invitations:links")
    Answer links(@RequestBody Question question);

    /** Which invitations. */
    record Question(List<UUID> ids) {}

    /** Those that exist. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(@Nullable List<Item> items) {}

    /** One invitation. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Item(
            UUID id,
            @Nullable String url,
            @Nullable String state,
            @Nullable Instant expiresAt) {

        /** Without the link: who has it can answer. */
        @Override
        public String toString() {
            return "Item[" + id + ", " + state + "]";
        }
    }

    /** We ask for ourselves, not for a user. */
    class Tokens {

        @Bean
        RequestInterceptor serviceToken(PeerTokens tokens) {
            return tokens.ofService();
        }
    }
}
