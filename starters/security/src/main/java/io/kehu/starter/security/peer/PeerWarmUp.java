package io.kehu.starter.security.peer;

import java.util.Objects;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cloud.openfeign.FeignClientFactory;
import org.springframework.cloud.openfeign.support.FeignHttpMessageConverters;

/**
 * Makes the converters of all clients before the first call. Spring Cloud makes them in the first call, and a second call at the same
 * moment finds a list that is not filled yet, and fails.
 */
final class PeerWarmUp implements SmartInitializingSingleton {

    /** Before the names of what is said about all clients. */
    private static final String OF_ALL = "default.";

    private final FeignClientFactory clients;

    PeerWarmUp(FeignClientFactory clients) {
        this.clients = clients;
    }

    @Override
    public void afterSingletonsInstantiated() {
        clients.getConfigurations().keySet().stream()
                .filter(name -> !name.startsWith(OF_ALL))
                .map(name -> clients.getInstance(name, FeignHttpMessageConverters.class))
                .filter(Objects::nonNull)
                .forEach(FeignHttpMessageConverters::getConverters);
    }
}
