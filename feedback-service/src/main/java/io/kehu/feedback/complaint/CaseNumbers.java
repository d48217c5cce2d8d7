package io.kehu.feedback.complaint;

import io.kehu.feedback.FeedbackProperties;
import java.time.Instant;
import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code case_sequence}: a counter per local day, without gaps, because it goes back with the transaction. */
@Repository
class CaseNumbers {

    private final JdbcClient jdbc;
    private final FeedbackProperties properties;

    CaseNumbers(JdbcClient jdbc, FeedbackProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    CaseNo next(Instant openedAt) {
        LocalDate day = LocalDate.ofInstant(openedAt, properties.zone());
        int sequence = jdbc.sql("""
                        INSERT INTO case_sequence (day, last) VALUES (:day, 1)
                        ON CONFLICT (day) DO UPDATE SET last = case_sequence.last + 1
                        RETURNING last
                        """).param("day", day).query(Integer.class).single();
        return CaseNo.of(day, sequence);
    }
}
