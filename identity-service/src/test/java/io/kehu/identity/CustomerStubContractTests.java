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

    private static final String STUBS = "customer-service/src/test/resources/wiremock/peers/mappings/";
    private static final String STUBBED = "C00000000135";
    private static final String OTHER = "C00000000143";

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

    @Test
    void numbersAreMergedAndUnmergedAsCustomerServiceReadsThem() {
        String loser = issued("stub-merge/0");
        String survivor = issued("stub-merge/1");

        JsonNode before = life(loser);
        JsonNode merged = StubContract.read(STUBS + "numbers-merge.json")
                .with(STUBBED, loser)
                .with(OTHER, survivor)
                .verifyAnswered(api.as(SERVICE));
        JsonNode after = StubContract.read(STUBS + "numbers-unmerge.json")
                .with(STUBBED, loser)
                .verifyAnswered(api.as(SERVICE));

        assertThat(before.path("state").stringValue()).isEqualTo("ACTIVE");
        assertThat(merged.path("state").stringValue()).isEqualTo("MERGED");
        assertThat(merged.path("mergedInto").stringValue()).isEqualTo(survivor);
        assertThat(after.path("state").stringValue()).isEqualTo("ACTIVE");
        assertThat(life(loser).path("mergedInto").isMissingNode()).isTrue();
    }

    private JsonNode life(String number) {
        return StubContract.read(STUBS + "number-life.json")
                .with(STUBBED, number)
                .verifyAnswered(api.as(SERVICE));
    }

    private String issued(String key) {
        return StubContract.read(STUBS + "numbers.json")
                .with("stub-contract/0", key)
                .verifyAnswered(api.as(SERVICE))
                .path("items")
                .path(0)
                .path("number")
                .stringValue();
    }

    private JsonNode played(String stub) {
        return StubContract.read(STUBS + stub).verifyAnswered(api.as(SERVICE));
    }
}
