package io.kehu.customer.export;

import java.util.regex.Pattern;

/** What a cell holds; masked values and other exceptions are text in any column. */
enum CellKind {
    TEXT("(?!)"),
    NUMBER("-?\\d{1,15}(\\.\\d{1,6})?"),
    DATE("\\d{4}-\\d{2}-\\d{2}"),
    /** In UTC. */
    TIME("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");

    private final Pattern form;

    CellKind(String form) {
        this.form = Pattern.compile(form);
    }

    /** What a text in a column of this kind is. */
    CellKind of(String text) {
        return form.matcher(text).matches() ? this : TEXT;
    }
}
