package io.kehu.identity.number;

import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.SchemeCode;
import io.kehu.identity.scheme.Schemes;
import io.kehu.identity.scheme.Template;
import java.time.Clock;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Issues numbers that nobody ever had. */
@Component
class AllocateNumbers {

    private final Schemes schemes;
    private final NumberRuns runs;
    private final Clock clock;

    AllocateNumbers(Schemes schemes, NumberRuns runs, Clock clock) {
        this.schemes = schemes;
        this.runs = runs;
        this.clock = clock;
    }

    /** In the caller's transaction: if it rolls back, the numbers were never issued. */
    List<CustomerNumber> allocate(SchemeCode code, @Nullable String branch, int count, String issuedBy) {
        Scheme scheme = schemes.required(code);
        scheme.mustIssue();
        Template.Context context = scheme.context(clock.instant(), branch);
        NumberRuns.Run run = runs.issue(scheme, scheme.partition(context), count, issuedBy);
        return LongStream.rangeClosed(run.fromSequence(), run.toSequence())
                .mapToObj(sequence -> {
                    Template.Formatted formatted = scheme.format(sequence, context);
                    return new CustomerNumber(formatted.canonical(), formatted.display());
                })
                .toList();
    }
}
