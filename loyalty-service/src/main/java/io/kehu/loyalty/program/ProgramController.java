package io.kehu.loyalty.program;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
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

    /**
     * A programme as callers see it.
     *
     * @param zone IANA time zone whose days and years count
     * @param validMonths how long points last
     * @param restoreGraceDays how long points last that are given back after their expiry
     * @param pointValueMinor what a point is worth to the books, in minor units
     * @param redemptionRate share of points expected to be redeemed
     */
    record ProgramView(
            String code,
            String name,
            String zone,
            int validMonths,
            int restoreGraceDays,
            BigDecimal pointValueMinor,
            BigDecimal redemptionRate) {}

    /** All programmes. */
    record ProgramList(List<ProgramView> items) {}

    @GetMapping("/loyalty/v1/programs")
    @Operation(summary = "All programmes, by code")
    ProgramList list() {
        return new ProgramList(programs.all().stream()
                .map(program -> new ProgramView(
                        program.code(),
                        program.name(),
                        program.zone().getId(),
                        program.validMonths(),
                        program.restoreGraceDays(),
                        program.worth().pointValueMinor(),
                        program.worth().redemptionRate()))
                .toList());
    }
}
