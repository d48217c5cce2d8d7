package io.kehu.customer.matching;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Takes down what a person decided about a pair, once and for all. */
@Component
class DecidePair {

    private final MatchPairs pairs;
    private final NeverMatches neverMatches;
    private final AuditTrail audit;

    DecidePair(MatchPairs pairs, NeverMatches neverMatches, AuditTrail audit) {
        this.pairs = pairs;
        this.neverMatches = neverMatches;
        this.audit = audit;
    }

    /** What a person may say. */
    enum Verdict {
        /** One customer: to be merged. */
        DUPLICATE,
        /** Two customers: never to be asked again. */
        DIFFERENT;

        PairState state() {
            return this == DUPLICATE ? PairState.DUPLICATE : PairState.DIFFERENT;
        }
    }

    /**
     * In the caller's transaction. Saying the same again changes nothing.
     *
     * @param visible whether the caller may see a pair
     */
    MatchPair decide(UUID id, Verdict verdict, String reason, Predicate<MatchPair> visible) {
        MatchPair pair = pairs.lock(id)
                .filter(visible)
                .orElseThrow(() -> new ProblemException(CustomerProblem.MATCH_PAIR_NOT_FOUND));
        if (pair.state() == verdict.state()) {
            return pair;
        }
        if (pair.state() != PairState.OPEN) {
            throw new ProblemException(CustomerProblem.MATCH_PAIR_DECIDED, pair.state());
        }
        String decidedBy = Caller.required().originatingSubject();
        if (verdict == Verdict.DIFFERENT) {
            neverMatches.remember(pair.a(), pair.b(), reason, decidedBy);
            if (pair.group() != null) {
                pairs.breakUp(pair.group());
            }
        }
        pairs.decide(id, verdict.state(), reason, decidedBy);
        audit.recordAll(List.of(
                AuditEntry.of("match.decide", pair.a().value()).because(reason),
                AuditEntry.of("match.decide", pair.b().value()).because(reason)));
        return pairs.find(id).orElseThrow();
    }
}
