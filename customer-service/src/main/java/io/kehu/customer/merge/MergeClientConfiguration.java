package io.kehu.customer.merge;

import feign.RequestInterceptor;
import feign.Response;
import feign.codec.ErrorDecoder;
import io.kehu.starter.security.peer.PeerTokens;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A merge goes on when whoever asked for it has left, so this service calls with its own token. */
class MergeClientConfiguration {

    /** Answers that say no to this merge, and not to us, to our haste or to the moment. */
    private static final Set<Integer> REFUSALS = Set.of(409, 422);

    @Bean
    RequestInterceptor mergeToken(PeerTokens tokens) {
        return tokens.ofService();
    }

    @Bean
    ErrorDecoder mergeErrors() {
        ErrorDecoder otherwise = new ErrorDecoder.Default();
        return (method, response) -> REFUSALS.contains(response.status())
                ? new Participant.RefusedException(code(response))
                : otherwise.decode(method, response);
    }

    /** The slug of the problem, which names nobody. */
    private static String code(Response response) {
        if (response.body() == null) {
            return "status-" + response.status();
        }
        try (InputStream body = response.body().asInputStream()) {
            String type = JsonMapper.shared().readTree(body).path("type").asString("");
            String slug = type.substring(type.lastIndexOf('/') + 1);
            return slug.matches("[a-z][a-z0-9-]{0,60}") ? slug : "status-" + response.status();
        } catch (IOException | JacksonException e) {
            return "status-" + response.status();
        }
    }
}
