package io.kehu.starter.security.peer;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cloud.openfeign.FeignClientFactory;
import org.springframework.cloud.openfeign.support.FeignHttpMessageConverters;

/**
 * Makes the converters of all clients before the first call. Spring Cloud makes them in the first call, and a second call at the same
 * moment finds a list that is not filled yet, and fails.
 */
final class PeerWarmUp implements SmartInitializingSingleton {

    private final FeignClientFactory clients;

    PeerWarmUp(FeignClientFactory clients) {
        this.clients = clients;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String client : clients.getContextNames()) {
            FeignHttpMessageConverters converters = clients.getInstance(client, FeignHttpMessageConverters.class);
            if (converters != null) {
                converters.getConverters();
            }
        }
    }
}
