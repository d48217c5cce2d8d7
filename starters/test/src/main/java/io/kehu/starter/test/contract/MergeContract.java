package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What customer-service takes for granted of every service that takes part in merges of customers. */
public final class MergeContract {

    private static final String STUBS = "customer-service/src/test/resources/wiremock/peers/mappings/";

    private MergeContract() {}

    /**
     * Previews, merges and takes back, each as customer-service asks.
     *
     * @param service with the role SERVICE
     * @param path of its operations, such as {@code /loyalty/v1}
     */
    public static void verify(RestTestClient service, String path) {
        String id = UUID.randomUUID().toString();
        String survivor = number();
        String loser = number();

        JsonNode preview = played(service, "merges-preview.json", path, id, survivor, loser);
        JsonNode merged = played(service, "merges-put.json", path, id, survivor, loser);
        JsonNode undone = played(service, "merges-undo.json", path, id, survivor, loser);

        assertThat(preview.path("refusals").isEmpty()).isTrue();
        assertThat(merged.path("items").isArray()).isTrue();
        assertThat(undone.path("kept").isArray()).isTrue();
    }

    private static JsonNode played(
            RestTestClient service, String stub, String path, String id, String survivor, String loser) {
        StubContract contract =
                StubContract.read(STUBS + stub).with("C00000000135", loser).with("C00000000143", survivor);
        StubContract named = stub.equals("merges-preview.json")
                ? contract
                : contract.with("0199f3c2-6d1c-7c3e-9a41-5b7f0e2d1c44", id);
        return named.with("\"/loyalty/v1/", "\"" + path + "/").verifyAnswered(service);
    }

    private static String number() {
        return String.format(Locale.ROOT, "M%010d", ThreadLocalRandom.current().nextLong(10_000_000_000L));
    }
}
