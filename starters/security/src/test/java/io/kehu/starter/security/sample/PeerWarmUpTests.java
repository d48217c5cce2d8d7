package io.kehu.starter.security.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.security.peer.PeerAutoConfiguration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.cloud.openfeign.FeignAutoConfiguration;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.cloud.openfeign.FeignClientFactory;
import org.springframework.cloud.openfeign.support.FeignHttpMessageConverters;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.bind.annotation.GetMapping;

/** Clients of peers are ready before the first call. */
class PeerWarmUpTests {

    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(HttpMessageConvertersAutoConfiguration.class, FeignAutoConfiguration.class))
            .withUserConfiguration(Clients.class);

    @Test
    void convertersAreMadeAtStart() {
        service.withConfiguration(AutoConfigurations.of(PeerAutoConfiguration.class))
                .run(context -> assertThat(converters(context.getBean(FeignClientFactory.class)))
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .isNotEmpty());
    }

    /** The field that Spring Cloud fills in the first call; when this fails, look whether the warm-up is still needed. */
    @Test
    void withoutUsTheFirstCallMakesThem() {
        service.run(context -> assertThat(converters(context.getBean(FeignClientFactory.class)))
                .isNull());
    }

    private static Object converters(FeignClientFactory clients) {
        FeignHttpMessageConverters made = clients.getInstance("sample-peer", FeignHttpMessageConverters.class);
        return ReflectionTestUtils.getField(made, "converters");
    }

    @EnableFeignClients(clients = Peer.class)
    static class Clients {}

    @FeignClient(name = "sample-peer", url = "http://127.0.0.1:9")
    interface Peer {

        @GetMapping("/things")
        String things();
    }
}
