package io.kehu.customer.erasure;

import io.kehu.starter.erasing.ErasureItem;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** What every service offers that has something of customers. */
interface ErasureClient {

    /** All numbers of one customer. */
    record Order(List<String> numbers) {}

    /** What an erasure is about. */
    record Answer(List<ErasureItem> items) {}

    @PostMapping(path = "/erasures:preview", consumes = "application/json")
    Answer preview(@RequestBody Order order);

    @PutMapping(path = "/erasures/{id}", consumes = "application/json")
    Answer erase(@PathVariable("id") UUID id, @RequestBody Order order);
}
