package io.kehu.customer.customer.web;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.Consent;
import io.kehu.customer.customer.RecordConsents;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what customers are said to have said, or says what is wrong with it. */
@Component
public class ConsentReader {

    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    /** How far the clocks of two machines may be apart. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final Clock clock;

    ConsentReader(Clock clock) {
        this.clock = clock;
    }

    /** Where words stand in a request, and whether a yes counts that does not say to what. */
    public enum Place {
        REGISTRATION("/consents", false),
        CONSENTS("/words", true);

        private final String pointer;
        private final boolean noticeNeeded;

        Place(String pointer, boolean noticeNeeded) {
            this.pointer = pointer;
            this.noticeNeeded = noticeNeeded;
        }
    }

    /** @throws ProblemException 422 with a pointer and code for each wrong word */
    public List<RecordConsents.Word> read(Place place, List<ConsentBody> bodies) {
        Instant now = clock.instant();
        List<FieldProblem> problems = new ArrayList<>();
        List<RecordConsents.Word> words = new ArrayList<>();
        Set<String> subjects = new HashSet<>();
        for (int i = 0; i < bodies.size(); i++) {
            ConsentBody body = bodies.get(i);
            String pointer = place.pointer + "/" + i;
            if (!subjects.add(body.channel() + "/" + body.purpose())) {
                problems.add(new FieldProblem(pointer, "consent-twice"));
            }
            if (place.noticeNeeded && body.state() == Consent.State.GRANTED && body.notice() == null) {
                problems.add(new FieldProblem(pointer + "/notice", "consent-notice"));
            }
            if (isBad(body.at(), now)) {
                problems.add(new FieldProblem(pointer + "/at", "time"));
            }
            words.add(new RecordConsents.Word(
                    new Consent(body.channel(), body.purpose(), body.state()),
                    // A clock that is ahead must not make a word stand against what is said in the next minute.
                    (body.at() == null || body.at().isAfter(now) ? now : body.at()).truncatedTo(ChronoUnit.MICROS),
                    body.notice(),
                    body.evidence()));
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(CustomerProblem.CUSTOMER_VALUES_INVALID, problems);
        }
        return words;
    }

    private static boolean isBad(@Nullable Instant at, Instant now) {
        return at != null && (at.isBefore(EARLIEST) || at.isAfter(now.plus(SKEW)));
    }
}
