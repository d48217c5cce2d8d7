package io.kehu.loyalty.transfer;

import io.kehu.loyalty.program.Program;
import io.kehu.starter.base.TimeOrderedIds;
import io.kehu.starter.protection.audit.AuditEntry;
import io.kehu.starter.protection.audit.AuditTrail;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Writes the rows of a file down, the good ones and the bad ones, in the caller's transaction. Nothing is booked. */
@Component
class UploadImport {

    private final ImportTable imports;
    private final ImportRowTable rows;
    private final AuditTrail audit;
    private final Clock clock;

    UploadImport(ImportTable imports, ImportRowTable rows, AuditTrail audit, Clock clock) {
        this.imports = imports;
        this.rows = rows;
        this.audit = audit;
        this.clock = clock;
    }

    /** What the rows come to. */
    private static final class Sum {
        private int total;
        private int good;
        private long points;

        void add(ImportRow row) {
            total++;
            if (row.entry() != null) {
                good++;
                points += row.entry().points();
            }
        }
    }

    PointsImport upload(Program program, Path file, String actor) {
        imports.lockUploads(program.code());
        UUID id = TimeOrderedIds.next();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        JudgeRows judge = new JudgeRows(program, now.atZone(program.zone()).toLocalDate());
        Sum sum = new Sum();
        try (InputStream input = Files.newInputStream(file)) {
            ImportFile.read(input, lines -> {
                List<ImportRow> read = withoutRepeated(
                        id, program, lines.stream().map(judge::judge).toList());
                rows.insert(id, program.code(), read);
                read.forEach(sum::add);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PointsImport uploaded = PointsImport.uploaded(id, program.code(), sum.total, sum.good, sum.points, actor, now);
        imports.insert(uploaded);
        audit.record(AuditEntry.of("points-import.upload", program.code() + "/" + id));
        return uploaded;
    }

    /** Of rows with one reference the first good one counts, in this file and in all files of the programme. */
    private List<ImportRow> withoutRepeated(UUID id, Program program, List<ImportRow> read) {
        Map<String, UUID> taken = rows.taken(
                program.code(),
                read.stream()
                        .map(ImportRow::entry)
                        .filter(Objects::nonNull)
                        .map(ImportRow.Entry::reference)
                        .toList());
        Set<String> here = new HashSet<>();
        List<ImportRow> kept = new ArrayList<>();
        for (ImportRow row : read) {
            ImportRow.Entry entry = row.entry();
            UUID before = entry == null ? null : taken.get(entry.reference());
            if (before != null && !before.equals(id)) {
                kept.add(ImportRow.bad(row.position(), row.cells(), RowProblem.REFERENCE_IMPORTED));
            } else if (before != null || entry != null && !here.add(entry.reference())) {
                kept.add(ImportRow.bad(row.position(), row.cells(), RowProblem.REFERENCE_TWICE));
            } else {
                kept.add(row);
            }
        }
        return kept;
    }
}
