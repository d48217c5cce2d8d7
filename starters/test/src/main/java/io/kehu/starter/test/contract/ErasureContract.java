package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** What customer-service takes for granted of every service that erases customers. */
public final class ErasureContract {

    private static final String STUBS = "customer-service/src/test/resources/wiremock/peers/mappings/";

    private ErasureContract() {}

    /**
     * Previews and erases, each as customer-service asks.
     *
     * @param service with the role SERVICE
     * @param path of its operations, such as {@code /loyalty/v1}
     * @param number of a customer of whom the service has something
     */
    public static void verify(RestTestClient service, String path, String number) {
        String id = UUID.randomUUID().toString();

        JsonNode preview = played(service, "erasures-preview.json", path, id, number);
        JsonNode erased = played(service, "erasures-put.json", path, id, number);

        assertThat(preview.path("items").isEmpty()).isFalse();
        assertThat(erased.path("items")).isEqualTo(preview.path("items"));
    }

    private static JsonNode played(RestTestClient service, String stub, String path, String id, String number) {
        StubContract contract =
                StubContract.read(STUBS + stub).with("C00000000135", number).with("\"/loyalty/v1/", "\"" + path + "/");
        StubContract named = stub.equals("erasures-preview.json")
                ? contract
                : contract.with("0199f3c2-6d1c-7c3e-9a41-5b7f0e2d1c44", id);
        return named.verifyAnswered(service);
    }
}
