package io.kehu.customer.export;

import io.kehu.customer.transfer.FileFormat;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Counts what leaves: rows, files by how they ended, downloads. */
@Component
class ExportFigures {

    private final MeterRegistry registry;

    ExportFigures(MeterRegistry registry) {
        this.registry = registry;
    }

    void rows(FileFormat format, int rows) {
        registry.counter("customer.export.rows", "format", format.name().toLowerCase(Locale.ROOT))
                .increment(rows);
    }

    void ended(ExportState state) {
        registry.counter("customer.export.files", "outcome", state.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    void downloaded() {
        registry.counter("customer.export.downloads").increment();
    }
}
