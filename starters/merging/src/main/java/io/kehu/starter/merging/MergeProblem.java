package io.kehu.starter.merging;

import io.kehu.starter.web.problem.ProblemType;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Why a service does not merge or unmerge. */
public enum MergeProblem implements ProblemType {
    MERGE_NOT_FOUND(HttpStatus.NOT_FOUND),
    MERGE_ID_TAKEN(HttpStatus.CONFLICT),
    MERGE_UNDONE(HttpStatus.CONFLICT),
    MERGE_LOSER_MERGED(HttpStatus.CONFLICT),
    MERGE_SURVIVOR_MERGED(HttpStatus.CONFLICT);

    private final HttpStatus status;

    MergeProblem(HttpStatus status) {
        this.status = status;
    }

    @Override
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public HttpStatus status() {
        return status;
    }
}
