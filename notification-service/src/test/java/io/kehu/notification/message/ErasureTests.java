package io.kehu.notification.message;

import static io.kehu.starter.security.Role.SERVICE;

import io.kehu.notification.support.Asking;
import io.kehu.notification.support.NotificationTest;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.contract.ErasureContract;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Messages hold no address and no text; what is kept of a customer who is erased says so. */
@NotificationTest
class ErasureTests {

    @Autowired
    private Api api;

    @Autowired
    private Asking asking;

    @Test
    void messagesAreKeptAsCustomerServiceAsks() {
        String number = "E" + (UUID.randomUUID().getMostSignificantBits() >>> 20);
        asking.points(number);

        ErasureContract.verify(api.as(SERVICE), "/notification/v1", number);
    }
}
