package io.kehu.identity.adopt;

import io.kehu.identity.scheme.Scheme;
import io.kehu.identity.scheme.Template;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads numbers of one scheme in every form people write them, at one moment: nothing can have been issued after it. */
final class NumberReader {

    private static final int LONGEST = 100;
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);

    private final Scheme scheme;
    private final ZoneId zone;
    private final Instant now;
    private final YearMonth month;

    NumberReader(Scheme scheme, Instant now) {
        this.scheme = scheme;
        this.zone = scheme.zone();
        this.now = now;
        this.month = YearMonth.from(now.atZone(zone));
    }

    Reading read(LegacyLine line) {
        String text = line.number();
        if (line.fault() != null) {
            return new Reading.Malformed(line.line(), line.fault(), null);
        }
        if (text == null || text.isBlank()) {
            return new Reading.Malformed(line.line(), Reason.EMPTY, null);
        }
        if (text.length() > LONGEST) {
            return new Reading.Malformed(line.line(), Reason.TOO_LONG, null);
        }
        String canonical = Template.canonicalise(text);
        Optional<Template.Parsed> parsed = scheme.read(canonical);
        return parsed.isEmpty()
                ? new Reading.Malformed(line.line(), Reason.WRONG_FORM, null)
                : read(line, canonical, parsed.get());
    }

    private Reading read(LegacyLine line, String canonical, Template.Parsed parsed) {
        if (!parsed.checkValid()) {
            return new Reading.Malformed(line.line(), Reason.WRONG_CHECK, canonical);
        }
        if (parsed.sequence() < 1 || parsed.sequence() > scheme.capacity()) {
            return new Reading.Malformed(line.line(), Reason.OUT_OF_RANGE, canonical);
        }
        if (!isPast(parsed)) {
            return new Reading.Malformed(line.line(), Reason.WRONG_YEAR, canonical);
        }
        String written = line.issuedAt() == null ? "" : line.issuedAt().strip();
        Instant issuedAt = written.isEmpty() ? null : instant(written);
        if (!written.isEmpty() && issuedAt == null) {
            return new Reading.Malformed(line.line(), Reason.BAD_DATE, canonical);
        }
        LegacyNumber.Position position = new LegacyNumber.Position(scheme.partition(parsed), parsed.sequence());
        return new Reading.Readable(line.line(), new LegacyNumber(canonical, position, scheme.parts(parsed), issuedAt));
    }

    private boolean isPast(Template.Parsed parsed) {
        if (parsed.year().isEmpty()) {
            return true;
        }
        int year = Integer.parseInt(parsed.year());
        int inYear = parsed.month().isEmpty() ? 1 : Integer.parseInt(parsed.month());
        return year >= EARLIEST.getYear() && !YearMonth.of(year, inYear).isAfter(month);
    }

    /** A date is the beginning of that day where the scheme is. */
    private @Nullable Instant instant(String text) {
        try {
            Instant instant = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
                    : Instant.parse(text);
            boolean possible = !instant.isAfter(now)
                    && !instant.isBefore(EARLIEST.atStartOfDay(zone).toInstant());
            return possible ? instant : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
