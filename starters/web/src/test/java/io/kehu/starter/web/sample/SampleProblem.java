package io.kehu.starter.web.sample;

import io.kehu.starter.web.problem.ProblemType;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The sample's own catalogue. */
enum SampleProblem implements ProblemType {
    SHELF_FULL;

    @Override
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public HttpStatus status() {
        return HttpStatus.CONFLICT;
    }
}
