package io.kehu.notification.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.notification.Channel;
import io.kehu.notification.CustomerNumber;
import io.kehu.notification.NotificationProperties;
import io.kehu.notification.Purpose;
import io.kehu.notification.customer.Recipient;
import io.kehu.notification.customer.Recipient.Consent;
import io.kehu.notification.customer.Recipient.ConsentState;
import io.kehu.notification.customer.Recipient.Status;
import io.kehu.notification.feedback.SurveyLink;
import io.kehu.notification.gate.Gates.Passage;
import io.kehu.notification.suppression.ContactAddress;
import io.kehu.notification.suppression.Suppression;
import io.kehu.notification.suppression.Suppression.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** All gates in their order, on facts alone. */
class GatesTests {

    private static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final NotificationProperties PROPERTIES = new Binder(new MapConfigurationPropertySource())
            .bindOrCreate("kehu.notification", NotificationProperties.class);
    private static final Gates GATES = new Gates(PROPERTIES);

    private Purpose purpose = Purpose.MARKETING;
    private Instant now = NOON;
    private Instant expiresAt = NOON.plus(Duration.ofDays(30));
    private Status status = Status.ACTIVE;
    private @Nullable String email = "z@x.cn";
    private List<Consent> consents = List.of();
    private List<Suppression> suppressions = List.of();
    private boolean needsLink;
    private @Nullable SurveyLink link;
    private UUID id = UUID.randomUUID();

    @ParameterizedTest
    @CsvSource({
        "MARKETING, GRANTED, ALLOWED",
        "MARKETING, WITHDRAWN, WITHDRAWN",
        "MARKETING, UNKNOWN, NOT_GRANTED",
        "MARKETING, , NOT_GRANTED",
        "CARE, GRANTED, ALLOWED",
        "CARE, WITHDRAWN, WITHDRAWN",
        "CARE, , NOT_GRANTED",
        "SURVEY, GRANTED, ALLOWED",
        "SURVEY, WITHDRAWN, WITHDRAWN",
        "SURVEY, , ALLOWED",
        "TRANSACTIONAL, WITHDRAWN, ALLOWED",
        "SERVICE, WITHDRAWN, ALLOWED",
        "OTP, WITHDRAWN, ALLOWED"
    })
    void consentDecidesByPurpose(Purpose what, @Nullable ConsentState said, String expected) {
        purpose = what;
        consents = said == null ? List.of() : List.of(new Consent("EMAIL", what.name(), said));

        assertVerdict("CONSENT", expected);
    }

    @Test
    void consentForAnotherChannelOrPurposeIsNone() {
        consents = List.of(
                new Consent("SMS", "MARKETING", ConsentState.GRANTED),
                new Consent("EMAIL", "CARE", ConsentState.GRANTED));

        assertVerdict("CONSENT", "NOT_GRANTED");
    }

    @Test
    void aWithdrawalBeatsAGrant() {
        consents = List.of(
                new Consent("EMAIL", "MARKETING", ConsentState.GRANTED),
                new Consent("EMAIL", "MARKETING", ConsentState.WITHDRAWN));

        assertVerdict("CONSENT", "WITHDRAWN");
    }

    @Test
    void theFirstNoEndsTheWay() {
        expiresAt = now;
        status = Status.ERASED;

        List<Passage> passages = GATES.judge(candidate());

        assertThat(passages).hasSize(1);
        assertVerdict("EXPIRY", "EXPIRED");
    }

    @Test
    void anAllowedMessageHasAVerdictOfEachGateInOrder() {
        purpose = Purpose.SURVEY;
        needsLink = true;
        link = new SurveyLink(id, "https://s.example/1", "CREATED", null);

        assertThat(GATES.judge(candidate()).stream().map(Passage::gate))
                .containsExactly("EXPIRY", "CONSENT", "SUPPRESSION", "QUIET_HOURS", "ADDRESS", "SURVEY_LINK");
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void aSuppressionForAllHoldsBackEverything(Purpose what) {
        purpose = what;
        consents = List.of(new Consent("EMAIL", what.name(), ConsentState.GRANTED));
        suppressions = List.of(suppression(Scope.ALL, Suppression.Reason.HARD_BOUNCE));

        assertVerdict("SUPPRESSION", "HARD_BOUNCE");
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void aSuppressionForMarketingHoldsBackMarketingAndCare(Purpose what) {
        purpose = what;
        consents = List.of(new Consent("EMAIL", what.name(), ConsentState.GRANTED));
        suppressions = List.of(suppression(Scope.MARKETING, Suppression.Reason.UNSUBSCRIBED));

        boolean held = what == Purpose.MARKETING || what == Purpose.CARE;
        assertVerdict("SUPPRESSION", held ? "UNSUBSCRIBED" : "ALLOWED");
    }

    @ParameterizedTest
    @EnumSource(Suppression.Reason.class)
    void everyReasonOfASuppressionHasAReasonOfTheGate(Suppression.Reason reason) {
        purpose = Purpose.TRANSACTIONAL;
        suppressions = List.of(suppression(Scope.ALL, reason));

        assertVerdict("SUPPRESSION", reason.name());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T23:59:59.999Z, OUTSIDE_HOURS",
        "2026-11-21T00:00:00Z, ALLOWED",
        "2026-11-21T12:59:59.999Z, ALLOWED",
        "2026-11-21T13:00:00Z, OUTSIDE_HOURS",
        "2026-11-21T18:00:00Z, OUTSIDE_HOURS"
    })
    void surveysArriveFromEightToNineInTheEvening(Instant moment, String expected) {
        purpose = Purpose.SURVEY;
        now = moment;

        assertVerdict("QUIET_HOURS", expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"OTP", "TRANSACTIONAL", "SERVICE"})
    void whatTheCustomerWaitsForArrivesAtNight(Purpose what) {
        purpose = what;
        now = Instant.parse("2026-11-21T18:00:00Z");

        assertVerdict("ADDRESS", "ALLOWED");
    }

    @Property
    void aDeferredMessageComesBackInTheNextMorningsFirstHalfHour(
            @ForAll @LongRange(min = 0, max = 4_102_444_800L) long second, @ForAll long low) {
        purpose = Purpose.SURVEY;
        now = Instant.ofEpochSecond(second);
        expiresAt = now.plusSeconds(1_000_000);
        id = new UUID(0, low);
        Verdict verdict = GATES.judge(candidate()).stream()
                .filter(passage -> passage.gate().equals("QUIET_HOURS"))
                .findFirst()
                .orElseThrow()
                .verdict();

        LocalTime local = now.atZone(SHANGHAI).toLocalTime();
        boolean day = !local.isBefore(LocalTime.of(8, 0)) && local.isBefore(LocalTime.of(21, 0));
        assertThat(verdict instanceof Verdict.Allowed).isEqualTo(day);
        if (verdict instanceof Verdict.Deferred deferred) {
            LocalTime back = deferred.until().atZone(SHANGHAI).toLocalTime();
            assertThat(deferred.until())
                    .isAfterOrEqualTo(now)
                    .isBefore(now.plus(Duration.ofHours(11).plusMinutes(31)));
            assertThat(back).isBetween(LocalTime.of(8, 0), LocalTime.of(8, 30));
        }
    }

    @Test
    void theMessagesOfANightDoNotLeaveAllAtOnce() {
        purpose = Purpose.SURVEY;
        now = Instant.parse("2026-11-21T18:00:00Z");

        long moments = java.util.stream.Stream.generate(() -> {
                    id = UUID.randomUUID();
                    return ((Verdict.Deferred)
                                    GATES.judge(candidate()).getLast().verdict())
                            .until();
                })
                .limit(100)
                .distinct()
                .count();
        assertThat(moments).isGreaterThan(90);
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN, CUSTOMER_UNKNOWN",
        "ERASED, CUSTOMER_ERASED",
        "RESTRICTED, CUSTOMER_RESTRICTED",
        "MERGED, CUSTOMER_MERGED",
        "OTHER, CUSTOMER_INACTIVE",
        "ACTIVE, ALLOWED"
    })
    void onlyLivingCustomersAreWrittenTo(Status who, String expected) {
        purpose = Purpose.OTP;
        status = who;

        assertVerdict("ADDRESS", expected);
    }

    @ParameterizedTest
    @CsvSource({", NO_ADDRESS", "' ', NO_ADDRESS", "nobody, MALFORMED_ADDRESS", "z@x.cn, ALLOWED"})
    void anAddressIsNeeded(@Nullable String address, String expected) {
        purpose = Purpose.TRANSACTIONAL;
        email = address;

        assertVerdict("ADDRESS", expected);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATED, 2026-11-22T00:00:00Z, ALLOWED",
        "SENT, , ALLOWED",
        "COMPLETED, 2026-11-22T00:00:00Z, LINK_CLOSED",
        "CREATED, 2026-11-21T04:00:00Z, LINK_CLOSED",
        "null, , LINK_CLOSED"
    })
    void aSurveyMustStillBeAnswerable(String state, @Nullable Instant end, String expected) {
        purpose = Purpose.SURVEY;
        needsLink = true;
        link = new SurveyLink(id, "https://s.example/1", state, end);

        assertVerdict("SURVEY_LINK", expected);
    }

    @Test
    void aSurveyWithoutALinkIsNotSent() {
        purpose = Purpose.SURVEY;
        needsLink = true;

        assertVerdict("SURVEY_LINK", "LINK_UNKNOWN");
        link = new SurveyLink(id, null, "CREATED", null);
        assertVerdict("SURVEY_LINK", "LINK_CLOSED");
    }

    private void assertVerdict(String gate, String expected) {
        Passage passage = GATES.judge(candidate()).stream()
                .filter(one -> one.gate().equals(gate))
                .findFirst()
                .orElseThrow();
        String verdict =
                switch (passage.verdict()) {
                    case Verdict.Allowed allowed -> "ALLOWED";
                    case Verdict.Refused refused -> refused.reason().name();
                    case Verdict.Deferred deferred -> deferred.reason().name();
                };
        assertThat(verdict).isEqualTo(expected);
    }

    private Candidate candidate() {
        CustomerNumber number = new CustomerNumber("C00000000135");
        ContactAddress address = email == null
                ? null
                : ContactAddress.parse(Channel.EMAIL, email).orElse(null);
        return new Candidate(
                id,
                purpose,
                Channel.EMAIL,
                expiresAt,
                new Recipient(number, status, "zh-CN", "张三", email, null, consents),
                address,
                suppressions,
                needsLink,
                link,
                now);
    }

    private static Suppression suppression(Scope scope, Suppression.Reason reason) {
        return new Suppression(UUID.randomUUID(), Channel.EMAIL, scope, reason, null, 1, NOON, "test");
    }
}
