package io.kehu.starter.web.version;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The version of a resource as a strong entity tag (RFC 9110). Every change needs the version it was made from, so that nobody
 * overwrites a colleague without knowing.
 */
public record EntityVersion(long value) {

    /** As it goes into {@code ETag}. */
    public String tag() {
        return "\"" + value + "\"";
    }

    /**
     * Reads {@code If-Match}.
     *
     * @throws ProblemException 428 without the header, 400 for anything but one strong tag of ours
     */
    public static EntityVersion required(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new ProblemException(CommonProblem.PRECONDITION_REQUIRED);
        }
        String tag = ifMatch.trim();
        if (tag.matches("\"\\d{1,18}\"")) {
            return new EntityVersion(Long.parseLong(tag.substring(1, tag.length() - 1)));
        }
        throw ProblemException.field("If-Match", "etag");
    }

    /**
     * Ends the request with 412, the resource as it is now and the fields that changed since, so that a caller can show the conflict
     * without another request.
     */
    public void mustBe(long current, Supplier<?> representation, Supplier<? extends Collection<String>> changedFields) {
        if (value != current) {
            throw new ProblemException(CommonProblem.STALE_VERSION)
                    .with("current", representation.get())
                    .with("changedFields", changedFields.get());
        }
    }
}
