package io.kehu.starter.web.page;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some items of a list and where to go on.
 *
 * @param items in the stable order of the list
 * @param nextCursor opaque; give it back as {@code cursor} for the next items; missing at the end
 */
public record Page<T>(
        List<T> items,

        @Schema(
                description = "Opaque; give it back as `cursor` for the next items. Missing at the end.",
                example = "AZnzwm0cfD4")
        @Nullable
        String nextCursor) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Makes a page from one row more than was asked for: its presence says that there is a next page.
     *
     * @param rows at most {@code request.limit() + 1}
     * @param position the sort key of a row, as it goes into the cursor
     */
    public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, Cursor> position) {
        if (rows.size() <= request.limit()) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, request.limit());
        return new Page<>(items, position.apply(items.getLast()).encode());
    }

    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), nextCursor);
    }
}
