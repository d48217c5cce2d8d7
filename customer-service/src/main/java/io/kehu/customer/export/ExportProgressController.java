package io.kehu.customer.export;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** How an export gets on, as a stream of server-sent events. */
@RestController
@Tag(name = "exports")
class ExportProgressController {

    private final ExportSight sight;
    private final ExportProgress progress;

    ExportProgressController(ExportSight sight, ExportProgress progress) {
        this.sight = sight;
        this.progress = progress;
    }

    @GetMapping(path = "/customer/v1/exports/{id}/progress", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ApiResponse(
            responseCode = "200",
            description = "The data of each event",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = ExportProgress.Progress.class)))
    @Operation(
            summary = "How an export gets on, as it happens",
            description =
                    "Server-sent events, at most one a second: `progress` with state, counts, speed and the estimated end, then `end` with"
                            + " the state the export came to rest in, which a client answers by closing the stream. Every connection begins with"
                            + " how things stand. Comments come where nothing else does.")
    ResponseEntity<SseEmitter> progress(@PathVariable UUID id) {
        return progress.listen(sight.readable(id));
    }
}
