package io.kehu.customer.export;

import io.kehu.customer.CustomerProblem;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import java.net.URI;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** What the operations on exports answer alike: the export with its entity tag. */
@Component
class ExportAnswers {

    private final ExportJobs jobs;
    private final ExportProperties properties;
    private final Clock clock;

    ExportAnswers(ExportJobs jobs, ExportProperties properties, Clock clock) {
        this.jobs = jobs;
        this.properties = properties;
        this.clock = clock;
    }

    /** Without what somebody said in their own words, so that it may be kept as an answer. */
    ExportView view(ExportJob job) {
        return view(job, null);
    }

    /** For who reads one export. */
    ResponseEntity<ExportView> whole(ExportJob job) {
        return ResponseEntity.ok()
                .eTag(new EntityVersion(job.version()).tag())
                .body(view(job, jobs.purposeText(job.id())));
    }

    ResponseEntity<ExportView> ok(UUID id) {
        ExportJob job = jobs.required(id);
        return ResponseEntity.ok().eTag(new EntityVersion(job.version()).tag()).body(view(job));
    }

    ResponseEntity<ExportView> accepted(UUID id) {
        ExportJob job = jobs.required(id);
        return ResponseEntity.accepted()
                .location(URI.create("/customer/v1/exports/" + id))
                .eTag(new EntityVersion(job.version()).tag())
                .body(view(job));
    }

    static void mustBe(ExportJob job, ExportState state) {
        if (job.state() == ExportState.EXPIRED) {
            throw new ProblemException(CustomerProblem.EXPORT_EXPIRED);
        }
        if (job.state() != state) {
            throw new ProblemException(CustomerProblem.EXPORT_STATE, job.state());
        }
    }

    private ExportView view(ExportJob job, @Nullable String purposeText) {
        boolean own = job.isAskedBy(Caller.required().originatingSubject());
        return ExportView.of(job, purposeText, properties, clock.instant(), own);
    }
}
