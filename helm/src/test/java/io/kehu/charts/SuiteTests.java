package io.kehu.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite is its services and nothing else. */
class SuiteTests {

    static List<String> services() {
        return Charts.SERVICES;
    }

    @Test
    void theSuiteIsTheSumOfItsServices() {
        List<Map<String, Object>> sum = new ArrayList<>();
        for (String service : Charts.SERVICES) {
            Charts.render(service, Values.required(service))
                    .objects()
                    .forEach(object -> sum.add(object.root().fields()));
        }
        Rendering suite = Charts.render(Charts.SUITE, Values.required(Charts.SUITE));
        assertThat(suite.objects())
                .extracting(object -> object.root().fields())
                .containsExactlyInAnyOrderElementsOf(sum);
        assertThat(Laws.broken(suite)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyServiceCanBeLeftOut(String service) {
        Values values = Values.required(Charts.SUITE).with("services." + service, false);
        assertThat(Charts.render(Charts.SUITE, values).all("Deployment"))
                .extracting(KubeObject::name)
                .hasSize(Charts.SERVICES.size() - 1)
                .doesNotContain(service);
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServicesOwnSettingsReachItThroughTheSuite(String service) {
        Values values = Values.required(Charts.SUITE)
                .with(service + ".autoscaling.enabled", false)
                .with(service + ".replicas", 3);
        Rendering suite = Charts.render(Charts.SUITE, values);
        assertThat(suite.get("Deployment", service).root().number("spec.replicas"))
                .isEqualTo(3);
        assertThat(suite.all("HorizontalPodAutoscaler")).hasSize(Charts.SERVICES.size() - 1);
    }
}
