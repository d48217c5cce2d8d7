package io.kehu.loyalty.notice;

import io.kehu.loyalty.Forms;
import io.kehu.loyalty.MemberReach;
import io.kehu.loyalty.ledger.MemberAccounts;
import io.kehu.loyalty.program.ChosenProgram;
import io.kehu.loyalty.program.ProgramChoice;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.web.page.Cursor;
import io.kehu.starter.web.page.Page;
import io.kehu.starter.web.page.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What members were told of points that expire, over HTTP. */
@RestController
@Tag(name = "members")
class NoticeController {

    private final NoticeTable notices;
    private final ChosenProgram programs;
    private final MemberAccounts members;
    private final MemberReach reach;
    private final MergedNumbers mergedNumbers;

    NoticeController(
            NoticeTable notices,
            ChosenProgram programs,
            MemberAccounts members,
            MemberReach reach,
            MergedNumbers mergedNumbers) {
        this.notices = notices;
        this.programs = programs;
        this.members = members;
        this.reach = reach;
        this.mergedNumbers = mergedNumbers;
    }

    /**
     * What a member was told of the points that expire in a month.
     *
     * @param number the member was told under
     * @param month such as {@code 2026-12}, by the programme's zone
     * @param points that expire in it, as it looked then
     * @param lastDay on which the first of them could be spent
     * @param state {@code TOLD}: notification-service was asked; {@code SENT}: a message went out; {@code FAILED}: none did
     * @param reason why none did; what nobody could be told of lasts longer by the programme's days of grace, once
     */
    record NoticeView(
            UUID id,
            String number,
            String month,
            long points,
            LocalDate lastDay,
            ExpiryNotice.State state,
            @Nullable String reason,
            Instant toldAt,
            @Nullable Instant answeredAt) {

        static NoticeView of(ExpiryNotice notice) {
            return new NoticeView(
                    notice.id(),
                    notice.number(),
                    notice.month().toString(),
                    notice.points(),
                    notice.lastDay(),
                    notice.state(),
                    notice.reason(),
                    notice.toldAt(),
                    notice.answeredAt());
        }
    }

    @GetMapping("/loyalty/v1/members/{number}/expiry-notices")
    @Operation(summary = "What a member was told of points that expire", description = "Newest month first.")
    Page<NoticeView> notices(
            @PathVariable @Pattern(regexp = Forms.NUMBER) String number,
            @ParameterObject @Valid PageRequest page,
            @ParameterObject @Valid ProgramChoice program) {
        reach.require(number);
        String chosen = programs.of(program).code();
        members.require(chosen, number);
        Cursor after = page.after(1);
        return Page.of(
                        notices.list(
                                chosen,
                                mergedNumbers.family(number),
                                after == null ? null : after.uuid(0),
                                page.fetch()),
                        page,
                        last -> Cursor.of(last.id()))
                .map(NoticeView::of);
    }
}
