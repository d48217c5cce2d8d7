package io.kehu.local.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sells to customers. */
final class Till {

    private final Caller caller;

    Till(Caller caller) {
        this.caller = caller;
    }

    /** One purchase under an order number of its own; a point for each full 1.00. */
    void sell(String number, long amountMinor) {
        caller.post(
                "integrator",
                "/customer/v1/purchases",
                Map.of(
                        "customer",
                        Map.of("number", number),
                        "channel",
                        "POS",
                        "orderNo",
                        "till-" + UUID.randomUUID(),
                        "occurredAt",
                        Instant.now().toString(),
                        "currency",
                        "CNY",
                        "lines",
                        List.of(Map.of("product", "TEA", "quantity", 1, "amountMinor", amountMinor))));
    }
}
