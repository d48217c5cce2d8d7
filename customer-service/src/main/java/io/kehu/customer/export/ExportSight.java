package io.kehu.customer.export;

import io.kehu.customer.CustomerProblem;
import io.kehu.customer.customer.web.ObjectRules;
import io.kehu.starter.security.Role;
import io.kehu.starter.security.token.Caller;
import io.kehu.starter.web.problem.ProblemException;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Who may know of an export: who asked for it, administrators and auditors, and managers who may be asked to agree to it. To everybody
 * else it does not exist.
 */
@Component
class ExportSight {

    private static final Set<Role> EVERYTHING = Set.of(Role.ADMIN, Role.AUDITOR);

    private final ExportJobs jobs;
    private final ObjectRules objectRules;

    ExportSight(ExportJobs jobs, ObjectRules objectRules) {
        this.jobs = jobs;
        this.objectRules = objectRules;
    }

    boolean seesAll(Caller caller) {
        return caller.hasAny(EVERYTHING);
    }

    /** Whoever agrees must reach what leaves. */
    boolean mayDecide(Caller caller) {
        return caller.has(Role.ADMIN)
                || (caller.has(Role.MANAGER) && objectRules.scope(caller).everything());
    }

    /** @throws ProblemException 404 when it does not exist for the caller */
    ExportJob readable(UUID id) {
        return checked(jobs.required(id));
    }

    /** The export, locked until the end of the transaction. */
    ExportJob locked(UUID id) {
        return checked(jobs.lock(id));
    }

    /** The caller's own export, locked until the end of the transaction. */
    ExportJob lockedOwn(UUID id) {
        ExportJob job = jobs.lock(id);
        if (!job.isAskedBy(Caller.required().originatingSubject())) {
            throw new ProblemException(CustomerProblem.EXPORT_NOT_FOUND);
        }
        return job;
    }

    private ExportJob checked(ExportJob job) {
        Caller caller = Caller.required();
        boolean known = job.isAskedBy(caller.originatingSubject())
                || seesAll(caller)
                || (job.approval().needed() && mayDecide(caller));
        if (!known) {
            throw new ProblemException(CustomerProblem.EXPORT_NOT_FOUND);
        }
        return job;
    }
}
