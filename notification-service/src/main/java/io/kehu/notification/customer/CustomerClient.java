package io.kehu.notification.customer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import feign.RequestInterceptor;
import io.kehu.starter.security.peer.PeerTokens;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** The one operation of customer-service we need. */
@FeignClient(name = "customer", url = "${kehu.peers.customer}", configuration = CustomerClient.Tokens.class)
interface CustomerClient {

    /** At most 500 numbers. */
    @PostMapping("/customer/v1/customers:batchGet")
    Answer batchGet(@RequestBody Question question);

    /** Which customers, which of their fields, and why. */
    record Question(List<String> numbers, List<String> fields, String purpose) {}

    /** Those that exist. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Answer(@Nullable List<Item> items) {}

    /** One customer. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Item(
            String number,
            @Nullable String status,
            @Nullable String language,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable List<ConsentItem> consents) {

        /** Without the person. */
        @Override
        public String toString() {
            return "Item[" + number + "]";
        }
    }

    /** One consent. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ConsentItem(
            @Nullable String channel,
            @Nullable String purpose,
            @Nullable String state) {}

    /** We ask for ourselves, not for a user. */
    class Tokens {

        @Bean
        RequestInterceptor serviceToken(PeerTokens tokens) {
            return tokens.ofService();
        }
    }
}
