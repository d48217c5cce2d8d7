package io.kehu.starter.web.page;

import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list. Bound from the query of a request.
 *
 * @param limit items at most, 1 to 200, 50 unless said
 * @param cursor {@code nextCursor} of the page before; missing for the first page
 */
public record PageRequest(
        @Parameter(description = "Items at most.") @Min(1) @Max(200)
        Integer limit,

        @Parameter(description = "`nextCursor` of the page before; missing for the first page.") @Nullable
        String cursor) {

    public static final int DEFAULT_LIMIT = 50;

    public PageRequest(@Nullable Integer limit, @Nullable String cursor) {
        this.limit = limit == null ? DEFAULT_LIMIT : limit;
        this.cursor = cursor;
    }

    /** One more than asked for, so that {@link Page#of} can tell whether there is more. */
    public int fetch() {
        return limit + 1;
    }

    /** Where to go on, or null on the first page. */
    public @Nullable Cursor after(int parts) {
        return cursor == null || cursor.isEmpty() ? null : Cursor.decode(cursor, parts);
    }
}
