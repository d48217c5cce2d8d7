package io.kehu.loyalty.program;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Programmes over HTTP. */
@RestController
@Tag(name = "programs")
class ProgramController {

    private final Programs programs;

    ProgramController(Programs programs) {
        this.programs = programs;
    }

    /** A programme as callers see it. */
    record ProgramView(String code, String name, String zone, int validMonths) {}

    /** All programmes. */
    record ProgramList(List<ProgramView> items) {}

    @GetMapping("/loyalty/v1/programs")
    @Operation(summary = "All programmes, by code")
    ProgramList list() {
        return new ProgramList(programs.all().stream()
                .map(program -> new ProgramView(
                        program.code(), program.name(), program.zone().getId(), program.validMonths()))
                .toList());
    }
}
