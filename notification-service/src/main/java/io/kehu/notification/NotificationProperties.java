package io.kehu.notification;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of notification-service.
 *
 * @param zone of recipients whose own is not known
 * @param eventAge how long after a fact its message may still be sent; messages from older facts are refused by the gate EXPIRY
 * @param messageLifetime how long a message asked for over HTTP may wait when the request sets no end
 */
@ConfigurationProperties("kehu.notification")
@Validated
public record NotificationProperties(
        @DefaultValue("Asia/Shanghai") ZoneId zone,
        @DefaultValue("7d") Duration eventAge,
        @DefaultValue("7d") Duration messageLifetime,
        @Valid @DefaultValue Mail mail,
        @Valid @DefaultValue QuietHours quietHours,
        @Valid @DefaultValue Dispatch dispatch) {

    /**
     * What every mail says about us; server and credentials are Spring's {@code spring.mail}.
     *
     * @param from sender, with a name or without
     * @param domain right side of each Message-ID, and how we greet the mail server
     */
    public record Mail(
            @NotBlank @DefaultValue("Kehu <no-reply@kehu.example>")
            String from,

            @Pattern(regexp = "[a-z0-9.-]{1,100}") @DefaultValue("kehu.example")
            String domain) {}

    /**
     * When care, surveys and marketing may arrive, in the recipient's zone.
     *
     * @param spread over how long after {@code from} the messages of a night are spread
     */
    public record QuietHours(
            @DefaultValue("08:00") LocalTime from,
            @DefaultValue("21:00") LocalTime to,
            @DefaultValue("30m") Duration spread) {

        public QuietHours {
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("The window for messages opens before it closes, on the same day.");
            }
        }
    }

    /**
     * How messages leave.
     *
     * @param workers threads per instance that send whatever waits; 0 for an instance that only takes messages
     * @param urgentWorkers threads per instance that send one-time passwords only
     * @param batch messages one worker takes at a time; also how many may become UNKNOWN when a process dies
     * @param poll how often a worker looks without being woken
     * @param lease how long a worker may take to ask the peers about a batch
     * @param sendLimit how long a worker may take to send a batch; what is left then goes back to the queue
     * @param orphanAfter how long after its attempt a message without an outcome counts as UNKNOWN
     * @param abandonAfter how long an UNKNOWN message waits for news
     * @param tries refusals that are worth another try before a message is FAILED
     * @param backOff pause after the first such refusal, doubled after each further one
     * @param backOffLimit longest pause
     * @param outagePause first pause of a worker when a peer or the provider is away, doubled while it stays away
     * @param outagePauseLimit longest pause of a worker
     */
    public record Dispatch(
            @Min(0) @Max(16) @DefaultValue("2") int workers,
            @Min(0) @Max(4) @DefaultValue("1") int urgentWorkers,
            @Min(1) @Max(500) @DefaultValue("50") int batch,
            @DefaultValue("1s") Duration poll,
            @DefaultValue("60s") Duration lease,
            @DefaultValue("60s") Duration sendLimit,
            @DefaultValue("5m") Duration orphanAfter,
            @DefaultValue("3d") Duration abandonAfter,
            @Min(1) @Max(50) @DefaultValue("8") int tries,
            @DefaultValue("10s") Duration backOff,
            @DefaultValue("30m") Duration backOffLimit,
            @DefaultValue("1s") Duration outagePause,
            @DefaultValue("30s") Duration outagePauseLimit) {

        public Dispatch {
            if (orphanAfter.compareTo(sendLimit.multipliedBy(2)) < 0) {
                throw new IllegalArgumentException(
                        "orphan-after must be at least twice send-limit, or a running send would be taken for a lost one.");
            }
        }
    }
}
