package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class EventContractTests {

    private static final String TYPE = "loyalty.points.earned.v1";

    @Test
    void theSampleFitsItsSchema() {
        assertThatNoException().isThrownBy(() -> EventContract.verifyProduced(TYPE, EventContract.sample(TYPE)));
    }

    @Test
    void aFieldThatIsMissingOrOfAnotherKindIsFound() {
        ObjectNode sample = (ObjectNode) JsonMapper.shared().readTree(EventContract.sample(TYPE));

        for (String field : sample.propertyNames().toArray(String[]::new)) {
            ObjectNode wrong = sample.deepCopy();
            wrong.putObject(field).put("of", "another kind");
            assertThatThrownBy(() -> EventContract.verifyProduced(TYPE, wrong.toString()))
                    .as(field)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(TYPE);
        }
        assertThat(sample.size()).isPositive();
        assertThatThrownBy(() -> EventContract.verifyProduced(TYPE, "{}")).isInstanceOf(AssertionError.class);
    }

    @Test
    void aTypeThatNobodyDescribedIsFound() {
        assertThatThrownBy(() -> EventContract.sample("nobody.knows.this.v1"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("docs/events/nobody.knows.this.v1");
    }
}
