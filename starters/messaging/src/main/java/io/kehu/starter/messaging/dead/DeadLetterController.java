package io.kehu.starter.messaging.dead;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The operations page's view of dead letters. */
@RestController
@Tag(name = "operations")
public class DeadLetterController {

    private final DeadLetters letters;

    public DeadLetterController(DeadLetters letters) {
        this.letters = letters;
    }

    /** Dead letters of one queue, or of all. */
    public record DeadLetterList(List<DeadLetter> items) {}

    /**
     * What to put back.
     *
     * @param queue the consumer's queue
     * @param eventIds which events; all when missing
     */
    public record ReplayRequest(
            @Schema(example = "loyalty.customer") @NotBlank String queue,

            @Schema(example = "[\"0199f3c2-6d1c-7c3e-9a41-5b7f0e2d1c44\"]") @Size(min = 1, max = 1000) @Nullable
            Set<String> eventIds) {}

    /** How many messages went back into their queue. */
    public record ReplayResult(@Schema(example = "12") int replayed) {}

    @GetMapping("/${kehu.messaging.domain}/v1/dead-letters")
    @Operation(summary = "Messages the consumers of this service gave up on, at most 1,000 per queue")
    DeadLetterList list(@RequestParam(required = false) @Nullable String queue) {
        if (queue != null) {
            return new DeadLetterList(letters.list(known(queue)));
        }
        return new DeadLetterList(letters.queues().stream()
                .sorted()
                .flatMap(name -> letters.list(name).stream())
                .toList());
    }

    @PostMapping("/${kehu.messaging.domain}/v1/dead-letters:replay")
    @Operation(
            summary = "Put dead letters back into their queue",
            description = "Safe to repeat: an event that was handled after all is recognised and does nothing.")
    ReplayResult replay(@Valid @RequestBody ReplayRequest request) {
        Set<String> wanted = request.eventIds();
        return new ReplayResult(letters.replay(
                known(request.queue()), eventId -> wanted == null || (eventId != null && wanted.contains(eventId))));
    }

    private String known(String queue) {
        if (!letters.queues().contains(queue)) {
            throw new ProblemException(CommonProblem.NOT_FOUND);
        }
        return queue;
    }
}
