package io.kehu.notification.customer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.kehu.notification.Channel;
import io.kehu.notification.CustomerNumber;
import io.kehu.notification.PeerAwayException;
import io.kehu.notification.Purpose;
import io.kehu.notification.customer.Recipient.ConsentState;
import io.kehu.notification.customer.Recipient.Status;
import io.kehu.notification.support.NotificationTest;
import io.kehu.starter.test.contract.StubContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.wiremock.spring.InjectWireMock;

/** The adapter to customer-service against the stub that customer-service is tested with. */
@NotificationTest
class CustomersTests {

    private static final String PATH = "/customer/v1/customers:batchGet";
    private static final CustomerNumber ZHANG = new CustomerNumber("C00000000135");

    @Autowired
    private Customers customers;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @InjectWireMock("customer")
    private WireMockServer peer;

    @BeforeEach
    @AfterEach
    void closeTheBreaker() {
        breakers.circuitBreaker("customer").reset();
    }

    @Test
    void tellsAllAboutThoseWhoExistAndUnknownForTheOthers() {
        CustomerNumber erased = new CustomerNumber("C00000000168");
        CustomerNumber sleeping = new CustomerNumber("C00000000214");
        CustomerNumber nobody = new CustomerNumber("C00000000222");

        Map<CustomerNumber, Recipient> found = customers.find(List.of(ZHANG, ZHANG, erased, sleeping, nobody));

        assertThat(found).containsOnlyKeys(ZHANG, erased, sleeping, nobody);
        StubContract.read("notification-service/src/test/resources/wiremock/customer/mappings/batch-get.json")
                .verifySent(peer.findAll(postRequestedFor(urlPathEqualTo(PATH)))
                        .getLast()
                        .getBodyAsString());
        Recipient zhang = found.get(ZHANG);
        assertThat(zhang.status()).isEqualTo(Status.ACTIVE);
        assertThat(zhang.name()).isEqualTo("张三金丝雀");
        assertThat(zhang.address(Channel.EMAIL)).isEqualTo("Zhang.San.Canary@Mail.Example");
        assertThat(zhang.address(Channel.SMS)).isEqualTo("+8613800138000");
        assertThat(zhang.address(Channel.WECHAT)).isNull();
        assertThat(zhang.consent(Channel.EMAIL, Purpose.MARKETING)).isEqualTo(ConsentState.GRANTED);
        assertThat(zhang.consent(Channel.SMS, Purpose.MARKETING)).isEqualTo(ConsentState.WITHDRAWN);
        assertThat(zhang.consent(Channel.SMS, Purpose.CARE)).isEqualTo(ConsentState.UNKNOWN);
        assertThat(zhang.toString()).doesNotContain("Canary", "张三", "138");
        assertThat(found.get(erased).status()).isEqualTo(Status.ERASED);
        assertThat(found.get(sleeping).status()).isEqualTo(Status.OTHER);
        assertThat(found.get(nobody)).isEqualTo(Recipient.unknown(nobody));
    }

    @Test
    void asksNobodyAboutNobody() {
        assertThat(customers.find(List.of())).isEmpty();
        peer.verify(0, postRequestedFor(urlPathEqualTo(PATH)));
    }

    @Test
    void aWordItDoesNotKnowIsNoConsentAndAFieldItDoesNotKnowIsNoTrouble() {
        peer.stubFor(post(PATH).willReturn(okJson("""
                        {"items": [{"number": "C00000000135", "status": "ACTIVE", "aFieldOfANewerPeer": {"deep": true},
                            "consents": [{"channel": "EMAIL", "purpose": "MARKETING", "state": "PERHAPS"}, {}]}]}
                        """)));

        Recipient found = customers.find(List.of(ZHANG)).get(ZHANG);

        assertThat(found.consent(Channel.EMAIL, Purpose.MARKETING)).isEqualTo(ConsentState.UNKNOWN);
    }

    @Test
    void aPeerThatFailsIsAwayAndItsWordsGoNowhere() {
        peer.stubFor(
                post(PATH).willReturn(aResponse().withStatus(500).withBody("zhang.san.canary@mail.example is broken")));

        assertThatThrownBy(() -> customers.find(List.of(ZHANG)))
                .isInstanceOf(PeerAwayException.class)
                .hasMessage("customer-service is away: InternalServerError")
                .hasNoCause();
    }

    @Test
    void anAnswerThatIsNotAsAgreedCountsAsAway() {
        peer.stubFor(post(PATH).willReturn(okJson("{\"items\": \"none\"}")));
        assertThatThrownBy(() -> customers.find(List.of(ZHANG))).isInstanceOf(PeerAwayException.class);

        peer.stubFor(post(PATH).willReturn(aResponse().withStatus(403)));
        assertThatThrownBy(() -> customers.find(List.of(ZHANG))).isInstanceOf(PeerAwayException.class);
    }

    @Test
    void aBrokenConnectionIsTriedOnceMoreAndNothingElseIs() {
        peer.stubFor(post(PATH).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        assertThatThrownBy(() -> customers.find(List.of(ZHANG))).isInstanceOf(PeerAwayException.class);
        int broken = peer.findAll(postRequestedFor(urlPathEqualTo(PATH))).size();
        peer.resetRequests();
        peer.stubFor(post(PATH).willReturn(aResponse().withStatus(500)));
        assertThatThrownBy(() -> customers.find(List.of(ZHANG))).isInstanceOf(PeerAwayException.class);

        assertThat(broken).isGreaterThanOrEqualTo(2);
        peer.verify(1, postRequestedFor(urlPathEqualTo(PATH)));
    }

    @Test
    void aPeerThatHangsIsLeftAlone() {
        peer.stubFor(post(PATH).willReturn(okJson("{\"items\": []}").withFixedDelay(10_000)));
        long start = System.nanoTime();

        assertThatThrownBy(() -> customers.find(List.of(ZHANG))).isInstanceOf(PeerAwayException.class);

        assertThat(java.time.Duration.ofNanos(System.nanoTime() - start)).isLessThan(java.time.Duration.ofSeconds(9));
    }

    @Test
    void afterManyFailuresThePeerIsNotEvenAsked() {
        peer.stubFor(post(PATH).willReturn(aResponse().withStatus(500)));
        CircuitBreaker breaker = breakers.circuitBreaker("customer");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> customers.find(List.of(ZHANG))).isInstanceOf(PeerAwayException.class);
        }
        assertThat(breaker.getState()).isNotEqualTo(CircuitBreaker.State.CLOSED);

        breaker.transitionToForcedOpenState();
        peer.resetRequests();
        assertThatThrownBy(() -> customers.find(List.of(ZHANG)))
                .isInstanceOf(PeerAwayException.class)
                .hasMessageContaining("CallNotPermitted");
        peer.verify(0, postRequestedFor(urlPathEqualTo(PATH)));
    }
}
