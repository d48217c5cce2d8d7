package io.kehu.customer.merge;

import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** What every service offers that has something of customers. */
interface MergeClient {

    /** Numbers that become one. */
    record Order(String survivor, List<String> losers) {}

    /** A reason not to. */
    record Refusal(String code) {}

    /** What a preview found. */
    record Findings(List<TakenStep.Item> items, List<Refusal> refusals) {}

    /** What became of an order. */
    record Answer(List<TakenStep.Item> items, List<TakenStep.Kept> kept) {}

    @PostMapping(path = "/merges:preview", consumes = "application/json")
    Findings preview(@RequestBody Order order);

    @PutMapping(path = "/merges/{id}", consumes = "application/json")
    Answer merge(@PathVariable("id") UUID id, @RequestBody Order order);

    @PostMapping(path = "/merges/{id}:undo", consumes = "application/json")
    Answer undo(@PathVariable("id") UUID id, @RequestBody Order order);
}
