package io.kehu.identity;

import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.contract.StubContract;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What customer-service takes for granted of this service. */
@ServiceTest
class CustomerStubContractTests {

    private static final String STUBS = "customer-service/src/test/resources/wiremock/identity/mappings/";
    private static final String STUBBED = "C00000000135";

    @Autowired
    private Api api;

    @Test
    void numbersAreIssuedAndRecognisedAsCustomerServiceReadsThem() {
        JsonNode issued = played("numbers.json").path("items");
        assertThat(issued).hasSize(2);
        assertThat(played("numbers.json").path("items"))
                .as("the same key again")
                .isEqualTo(issued);
        String number = issued.path(0).path("number").stringValue();

        JsonNode verdicts = StubContract.read(STUBS + "numbers-validate.json")
                .with(STUBBED, number)
                .verifyAnswered(api.as(SERVICE))
                .path("items");

        assertThat(verdicts.path(0).path("verdict").stringValue()).isEqualTo("VALID");
        assertThat(verdicts.path(0).path("number").stringValue()).isEqualTo(number);
        assertThat(verdicts.path(1).path("verdict").stringValue()).isNotEqualTo("VALID");
        assertThat(verdicts.path(1).has("number")).isFalse();
        assertThat(verdicts.path(2).path("hints").findValuesAsString("number")).contains(STUBBED);
    }

    @Test
    void referencesAreKeptAndResolvedAsCustomerServiceReadsThem() {
        JsonNode put = played("references-batch.json").path("items");
        JsonNode other = StubContract.read(STUBS + "references-batch.json")
                .with(STUBBED, "C00000000143")
                .verifyAnswered(api.as(SERVICE))
                .path("items");
        JsonNode resolved = played("references-resolve.json").path("items");

        assertThat(put.path(0).path("taken").asBoolean()).isFalse();
        assertThat(other.path(0).path("taken").asBoolean()).isTrue();
        assertThat(other.path(0).path("number").stringValue()).isEqualTo(STUBBED);
        assertThat(resolved.path(0).path("number").stringValue()).isEqualTo(STUBBED);
        assertThat(resolved.path(1).path("input").asInt()).isEqualTo(1);
        assertThat(resolved.path(1).has("number")).isFalse();
    }

    private JsonNode played(String stub) {
        return StubContract.read(STUBS + stub).verifyAnswered(api.as(SERVICE));
    }
}
