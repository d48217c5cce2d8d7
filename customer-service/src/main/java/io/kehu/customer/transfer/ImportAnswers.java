package io.kehu.customer.transfer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kehu.customer.CustomerProblem;
import io.kehu.starter.web.problem.FieldProblem;
import io.kehu.starter.web.problem.ProblemException;
import io.kehu.starter.web.version.EntityVersion;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** What the operations on imports answer alike: the import with its entity tag, or why it is not in a state for this. */
@Component
class ImportAnswers {

    private static final Duration COUNTS_LAST = Duration.ofSeconds(2);

    private final ImportJobs jobs;
    private final ImportRows rows;
    private final ImportProperties properties;
    private final Clock clock;

    /** Counting a million rows takes a tenth of a second, and who waits for a job asks all the time. */
    private final Cache<UUID, Map<Verdict, Integer>> countsOfRunning =
            Caffeine.newBuilder().expireAfterWrite(COUNTS_LAST).maximumSize(100).build();

    ImportAnswers(ImportJobs jobs, ImportRows rows, ImportProperties properties, Clock clock) {
        this.jobs = jobs;
        this.rows = rows;
        this.properties = properties;
        this.clock = clock;
    }

    ImportView view(ImportJob job) {
        boolean running = job.state().isRunning();
        return ImportView.of(
                job,
                running ? countsOfRunning.get(job.id(), rows::counts) : rows.counts(job.id()),
                running ? null : rows.reasons(job.id()),
                properties,
                clock.instant());
    }

    ResponseEntity<ImportView> ok(UUID id) {
        ImportJob job = jobs.required(id);
        return ResponseEntity.ok().eTag(new EntityVersion(job.version()).tag()).body(view(job));
    }

    ResponseEntity<ImportView> created(UUID id) {
        ImportJob job = jobs.required(id);
        return ResponseEntity.created(location(id))
                .eTag(new EntityVersion(job.version()).tag())
                .body(view(job));
    }

    /** For what runs on as a job. */
    ResponseEntity<ImportView> accepted(UUID id) {
        ImportJob job = jobs.required(id);
        return ResponseEntity.accepted()
                .location(location(id))
                .eTag(new EntityVersion(job.version()).tag())
                .body(view(job));
    }

    static void mustBe(ImportJob job, ImportState... allowed) {
        mustBeRemembered(job);
        if (!List.of(allowed).contains(job.state())) {
            throw wrongState(job);
        }
    }

    /** @throws ProblemException 410 when the file and what belongs to it were forgotten */
    static void mustBeRemembered(ImportJob job) {
        if (job.forgottenAt() != null) {
            throw new ProblemException(CustomerProblem.IMPORT_FORGOTTEN);
        }
    }

    static ProblemException wrongState(ImportJob job) {
        return new ProblemException(CustomerProblem.IMPORT_STATE, job.state());
    }

    /** Turns a file that cannot be read into a problem document. */
    static <T> T reading(Supplier<T> work) {
        try {
            return work.get();
        } catch (UnreadableFileException e) {
            throw new ProblemException(CustomerProblem.IMPORT_FILE_UNREADABLE, List.of(new FieldProblem("", e.code())));
        }
    }

    private static URI location(UUID id) {
        return URI.create("/customer/v1/imports/" + id);
    }
}
