package io.kehu.customer.identity;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.identity.Numbers.ExternalId;
import io.kehu.starter.test.contract.StubContract;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The adapter to identity-service asks as its stubs say, with which identity-service is tested. */
@CustomerServiceTest
class NumbersTests {

    private static final String STUBS = "customer-service/src/test/resources/wiremock/peers/mappings/";

    @Autowired
    private Numbers numbers;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
    }

    @Test
    void manyNumbersAreAskedForInPartsEachWithAKeyOfItsOwn() {
        String key = UUID.randomUUID().toString();

        List<CustomerNumber> first = numbers.allocate(2_500, key);

        assertThat(first).hasSize(2_500).doesNotHaveDuplicates();
        List<LoggedRequest> sent = sent("/identity/v1/numbers");
        assertThat(sent)
                .extracting(request -> request.getHeader("Idempotency-Key"))
                .hasSize(3)
                .doesNotHaveDuplicates();
        sent.forEach(request -> StubContract.read(STUBS + "numbers.json").verifySent(request.getBodyAsString()));
        assertThat(numbers.allocate(2_500, key)).as("the same key again").isEqualTo(first);
    }

    @Test
    void externalIdsStayWithWhomTheyStoodForFirst() {
        ExternalId card = new ExternalId("pos", UUID.randomUUID().toString());
        ExternalId unknown = new ExternalId("pos", UUID.randomUUID().toString());
        CustomerNumber one = new CustomerNumber("C00000000135");
        CustomerNumber two = new CustomerNumber("C00000000143");

        assertThat(numbers.put(Map.of(card, one))).isEmpty();
        assertThat(numbers.put(Map.of(card, one))).isEmpty();
        assertThat(numbers.put(Map.of(card, two))).isEqualTo(Map.of(card, one));
        assertThat(numbers.resolve(List.of(unknown, card))).isEqualTo(Map.of(card, one));
        assertThat(numbers.resolve(List.of())).isEmpty();

        StubContract.read(STUBS + "references-batch.json")
                .verifySent(sent("/identity/v1/references:batch").getLast().getBodyAsString());
        StubContract.read(STUBS + "references-resolve.json")
                .verifySent(sent("/identity/v1/references:resolve").getLast().getBodyAsString());
    }

    @Test
    void moreThanAThousandReferencesKeepTheirPlaces() {
        Map<ExternalId, CustomerNumber> many = new LinkedHashMap<>();
        IntStream.range(0, 1_500)
                .forEach(i -> many.put(
                        new ExternalId("bulk", UUID.randomUUID() + "-" + i),
                        new CustomerNumber("C%011d".formatted(i))));

        assertThat(numbers.put(many)).isEmpty();

        assertThat(numbers.resolve(List.copyOf(new HashSet<>(many.keySet())))).isEqualTo(many);
    }

    @Test
    void onlyANumberThatWasIssuedIsRecognised() {
        CustomerNumber issued =
                numbers.allocate(1, UUID.randomUUID().toString()).getFirst();

        assertThat(numbers.recognise(issued.value()).number()).isEqualTo(issued);
        assertThat(numbers.recognise("no number").number()).isNull();
        assertThat(numbers.recognise(issued.value().replaceFirst("^C0", "C9")).mayBe())
                .containsExactly(issued);
        StubContract.read(STUBS + "numbers-validate.json")
                .verifySent(sent("/identity/v1/numbers:validate").getLast().getBodyAsString());
    }

    private static List<LoggedRequest> sent(String path) {
        return WireMock.findAll(postRequestedFor(urlPathEqualTo(path)));
    }
}
