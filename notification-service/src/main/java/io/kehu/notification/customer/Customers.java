package io.kehu.notification.customer;

import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import io.github.resilience4j.retry.annotation.Retry;
import io.kehu.notification.CustomerNumber;
import io.kehu.notification.PeerAwayException;
import io.kehu.notification.customer.Recipient.Consent;
import io.kehu.notification.customer.Recipient.ConsentState;
import io.kehu.notification.customer.Recipient.Status;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.stereotype.Component;

/** Asks customer-service about recipients, many at a time. The question changes nothing there, so it may be repeated. */
@Component
@EnableFeignClients(clients = CustomerClient.class)
public class Customers {

    private static final String PEER = "customer";
    private static final List<String> FIELDS = List.of("email", "phone", "language", "consents", "name");
    private static final String PURPOSE = "notification";

    private final CustomerClient client;

    Customers(CustomerClient client) {
        this.client = client;
    }

    /**
     * Every one of the numbers, at most 500; those that customer-service does not know as unknown.
     *
     * @throws PeerAwayException when customer-service does not answer as agreed
     */
    @Retry(name = PEER, fallbackMethod = "away")
    @CircuitBreaker(name = PEER)
    @Bulkhead(name = PEER)
    public Map<CustomerNumber, Recipient> find(Collection<CustomerNumber> numbers) {
        Map<CustomerNumber, Recipient> recipients = new HashMap<>();
        if (numbers.isEmpty()) {
            return recipients;
        }
        List<String> asked =
                numbers.stream().map(CustomerNumber::value).distinct().toList();
        List<CustomerClient.Item> items = client.batchGet(new CustomerClient.Question(asked, FIELDS, PURPOSE))
                .items();
        numbers.forEach(number -> recipients.put(number, Recipient.unknown(number)));
        if (items != null) {
            for (CustomerClient.Item item : items) {
                CustomerNumber number = new CustomerNumber(item.number());
                recipients.computeIfPresent(number, (same, unknown) -> recipient(number, item));
            }
        }
        return recipients;
    }

    @SuppressWarnings("UnusedMethod") // Called by the retry above when it gives up.
    private Map<CustomerNumber, Recipient> away(Collection<CustomerNumber> numbers, Exception failure) {
        throw new PeerAwayException("customer-service", failure);
    }

    private static Recipient recipient(CustomerNumber number, CustomerClient.Item item) {
        List<CustomerClient.ConsentItem> told = item.consents() == null ? List.of() : item.consents();
        List<Consent> consents = told.stream()
                .filter(consent -> consent.channel() != null && consent.purpose() != null)
                .map(consent -> new Consent(
                        String.valueOf(consent.channel()),
                        String.valueOf(consent.purpose()),
                        known(ConsentState.class, consent.state(), ConsentState.UNKNOWN)))
                .toList();
        return new Recipient(
                number,
                known(Status.class, item.status(), Status.OTHER),
                item.language(),
                item.name(),
                item.email(),
                item.phone(),
                consents);
    }

    private static <E extends Enum<E>> E known(Class<E> type, @Nullable String word, E otherwise) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(word)) {
                return constant;
            }
        }
        return otherwise;
    }
}
