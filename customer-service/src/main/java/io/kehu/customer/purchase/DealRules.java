package io.kehu.customer.purchase;

import io.kehu.starter.web.problem.FieldProblem;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a deal must be to be accepted, told per value. */
@Component
class DealRules {

    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    /** Clocks of tills run ahead. */
    private static final Duration FUTURE_TOLERANCE = Duration.ofMinutes(10);

    private final Validator validator;
    private final Clock clock;

    DealRules(Validator validator, Clock clock) {
        this.validator = validator;
        this.clock = clock;
    }

    List<FieldProblem> faults(PurchaseBody purchase) {
        List<FieldProblem> faults = violations(purchase);
        if (faults.isEmpty()) {
            addTimeFault(faults, purchase.occurredAt());
            addBuyerFault(faults, purchase.customer());
            Set<Integer> lineNos = new HashSet<>();
            int next = 1;
            for (PurchaseBody.Line line : purchase.lines()) {
                if (!lineNos.add(line.lineNo() == null ? next : line.lineNo())) {
                    faults.add(new FieldProblem("/lines/" + (next - 1) + "/lineNo", "duplicate"));
                }
                next++;
            }
        }
        return faults;
    }

    List<FieldProblem> faults(RefundBody refund) {
        List<FieldProblem> faults = violations(refund);
        if (faults.isEmpty()) {
            addTimeFault(faults, refund.occurredAt());
            Set<Integer> lineNos = new HashSet<>();
            for (int i = 0; i < refund.lines().size(); i++) {
                if (!lineNos.add(refund.lines().get(i).lineNo())) {
                    faults.add(new FieldProblem("/lines/" + i + "/lineNo", "duplicate"));
                }
            }
        }
        return faults;
    }

    private <T> List<FieldProblem> violations(T deal) {
        List<FieldProblem> faults = new ArrayList<>();
        for (ConstraintViolation<T> violation : validator.validate(deal)) {
            String path = violation
                    .getPropertyPath()
                    .toString()
                    .replaceAll("\\[(\\d+)]", ".$1")
                    .replace('.', '/');
            String code = violation
                    .getConstraintDescriptor()
                    .getAnnotation()
                    .annotationType()
                    .getSimpleName()
                    .toLowerCase(Locale.ROOT);
            faults.add(new FieldProblem("/" + path, code, violation.getMessage()));
        }
        return faults;
    }

    private void addTimeFault(List<FieldProblem> faults, Instant occurredAt) {
        if (occurredAt.isBefore(EARLIEST) || occurredAt.isAfter(clock.instant().plus(FUTURE_TOLERANCE))) {
            faults.add(new FieldProblem("/occurredAt", "time"));
        }
    }

    private static void addBuyerFault(List<FieldProblem> faults, PurchaseBody.@Nullable Buyer buyer) {
        if (buyer == null) {
            return;
        }
        boolean external = buyer.system() != null && buyer.externalId() != null;
        boolean half = (buyer.system() == null) != (buyer.externalId() == null);
        if (half || (buyer.number() != null) == external) {
            faults.add(new FieldProblem("/customer", "buyer"));
        }
    }
}
