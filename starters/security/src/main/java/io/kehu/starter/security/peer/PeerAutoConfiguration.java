package io.kehu.starter.security.peer;

import feign.RequestInterceptor;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.cloud.openfeign.FeignAutoConfiguration;
import org.springframework.cloud.openfeign.FeignClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/** Tokens for services that call peers: those with Feign and a client registration {@code kehu}. */
@AutoConfiguration(after = {OAuth2ClientAutoConfiguration.class, FeignAutoConfiguration.class})
@ConditionalOnClass({RequestInterceptor.class, ClientRegistrationRepository.class})
public class PeerAutoConfiguration {

    @Bean
    @ConditionalOnBean(ClientRegistrationRepository.class)
    PeerTokens peerTokens(
            ClientRegistrationRepository registrations,
            OAuth2AuthorizedClientService authorizedClients,
            @Value("${spring.application.name}") String service) {
        AuthorizedClientServiceOAuth2AuthorizedClientManager manager =
                new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, authorizedClients);
        manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .clientCredentials()
                .build());
        return new PeerTokens(manager, service);
    }

    @Bean
    @ConditionalOnBean(FeignClientFactory.class)
    PeerWarmUp peerWarmUp(FeignClientFactory clients) {
        return new PeerWarmUp(clients);
    }
}
