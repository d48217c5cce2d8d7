package io.kehu.local.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTests {

    private final Metrics metrics = Metrics.parse("""
            # HELP messages_moved_total what became of them
            # TYPE messages_moved_total counter
            messages_moved_total{purpose="SURVEY",state="SENT"} 1275.0
            messages_moved_total{purpose="OTHER",state="SENT"} 25.0
            messages_moved_total{purpose="SURVEY",state="SUPPRESSED"} 3.48E2
            messages_due NaN
            bound{le="+Inf"} +Inf
            """);

    @Test
    void sumsWhatCarriesTheLabels() {
        assertThat(metrics.sum("messages_moved_total", "state=\"SENT\"")).isEqualTo(1300);
        assertThat(metrics.sum("messages_moved_total", "state=\"SENT\"", "purpose=\"SURVEY\""))
                .isEqualTo(1275);
        assertThat(metrics.sum("messages_moved_total", "state=\"SUPPRESSED\"")).isEqualTo(348);
        assertThat(metrics.sum("messages_moved")).isZero();
    }

    @Test
    void namesWhatHasNoNumber() {
        assertThat(metrics.broken()).containsExactly("messages_due");
    }
}
