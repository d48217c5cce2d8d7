package io.kehu.feedback.survey;

import io.kehu.starter.database.Transactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Links of invitations for whoever sends them, at the moment they are sent. */
@RestController
@Tag(name = "invitations")
class InvitationLinksController {

    private static final int MOST = 500;

    private final Invitations invitations;
    private final InvitationTokens tokens;
    private final Transactions transactions;
    private final Clock clock;
    private final String publicUrl;

    InvitationLinksController(
            Invitations invitations,
            InvitationTokens tokens,
            Transactions transactions,
            Clock clock,
            @Value("${kehu.public-url}") String publicUrl) {
        this.invitations = invitations;
        this.tokens = tokens;
        this.transactions = transactions;
        this.clock = clock;
        this.publicUrl = publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    }

    /** Up to 500 invitations. */
    record LinksRequest(@NotEmpty @Size(max = MOST) List<@NotNull UUID> ids) {}

    /**
     * Where an invitation can be answered.
     *
     * @param id the invitation
     * @param url secret: whoever has it answers for the customer; missing when it cannot be answered any more
     * @param state of the invitation
     * @param expiresAt until when it can be answered
     */
    record InvitationLink(UUID id, @Nullable String url, InvitationState state, Instant expiresAt) {}

    /** Links in the order of the request; unknown ids are left out. */
    record InvitationLinks(List<InvitationLink> items) {}

    /** An answer full of secrets is not stored, so there is no Idempotency-Key here: asking again answers the same. */
    @PostMapping("/feedback/v1/invitations:links")
    @Operation(summary = "Links of up to 500 invitations", description = """
                    For the service that sends them; taking a link counts as sending. Asking again gives the same links. Unknown ids are left \
                    out of the answer.""")
    ResponseEntity<InvitationLinks> getInvitationLinks(@Valid @RequestBody LinksRequest request) {
        Instant now = clock.instant();
        List<InvitationId> ids =
                request.ids().stream().distinct().map(InvitationId::new).toList();
        Map<InvitationId, Invitation> found = transactions.call(() -> {
            invitations.markSent(ids, now);
            return invitations.find(ids).stream().collect(Collectors.toMap(Invitation::id, Function.identity()));
        });
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new InvitationLinks(ids.stream()
                        .map(found::get)
                        .filter(Objects::nonNull)
                        .map(invitation -> link(invitation, now))
                        .toList()));
    }

    private InvitationLink link(Invitation invitation, Instant now) {
        InvitationState state = invitation.stateAt(now);
        String url = state.isOpen() ? publicUrl + "/feedback/v1/responses/" + tokens.token(invitation.id()) : null;
        return new InvitationLink(invitation.id().value(), url, state, invitation.expiresAt());
    }
}
