package io.kehu.local.demo;

import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/** The day the demo purchases count back from: the one before the first demo, remembered so that the same deals come again. */
final class DemoDay {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private DemoDay() {}

    static LocalDate of(Layout layout, Clock clock) {
        Path file = layout.demo().resolve("day");
        try {
            if (Files.exists(file)) {
                return LocalDate.parse(Files.readString(file).strip());
            }
            LocalDate day = LocalDate.ofInstant(clock.instant(), ZONE).minusDays(1);
            Files.createDirectories(file.getParent());
            Files.writeString(file, day.toString());
            return day;
        } catch (IOException | java.time.DateTimeException e) {
            throw new KehuException(
                    file + " cannot be used. Delete it; the demo then begins anew (after ./kehu reset).", e);
        }
    }
}
