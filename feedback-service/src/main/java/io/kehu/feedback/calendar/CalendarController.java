package io.kehu.feedback.calendar;

import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.idempotency.IdempotentRequests;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Instant;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Business calendars over HTTP. */
@RestController
@RequestMapping("/feedback/v1/calendars")
@Tag(name = "calendars")
class CalendarController {

    private final Calendars calendars;
    private final DefineCalendars defineCalendars;
    private final IdempotentRequests idempotent;

    CalendarController(Calendars calendars, DefineCalendars defineCalendars, IdempotentRequests idempotent) {
        this.calendars = calendars;
        this.defineCalendars = defineCalendars;
        this.idempotent = idempotent;
    }

    /** A version of a calendar. */
    record CalendarView(int version, CalendarDefinition calendar, Instant createdAt) {

        static CalendarView of(CalendarVersion version) {
            return new CalendarView(version.version(), version.definition(), version.createdAt());
        }
    }

    @GetMapping
    @Operation(summary = "All versions of all calendars, by code, newest version first")
    Page<CalendarView> listCalendars(@ParameterObject @Valid PageRequest page) {
        return Page.of(calendars.list(page), page, Calendars::position).map(CalendarView::of);
    }

    @PostMapping
    @Operation(summary = "Define a calendar, or the next version of one", description = """
                    Clocks that start from now on run by it; those that run already keep the version they started with. Defining the very \
                    same again makes no new version.""")
    ResponseEntity<CalendarView> defineCalendar(@Valid @RequestBody CalendarDefinition definition) {
        return idempotent.once(() -> ResponseEntity.status(HttpStatus.CREATED)
                .body(CalendarView.of(
                        defineCalendars.define(definition, Caller.required().originatingSubject()))));
    }
}
