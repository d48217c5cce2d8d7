package io.kehu.starter.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.time.Instant;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTests {

    @Test
    void comesBackAsItWasMade() {
        UUID id = UUID.randomUUID();
        Instant at = Instant.parse("2026-02-28T23:59:59.123456Z");

        Cursor cursor = Cursor.decode(Cursor.of("张三 ~/+=", -7L, id, at).encode(), 4);

        assertThat(cursor.text(0)).isEqualTo("张三 ~/+=");
        assertThat(cursor.number(1)).isEqualTo(-7);
        assertThat(cursor.uuid(2)).isEqualTo(id);
        assertThat(cursor.instant(3)).isEqualTo(at);
    }

    @Test
    void fitsIntoAQueryWithoutEscaping() {
        assertThat(Cursor.of("客户?&=/+ ", 1).encode()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void hasAsManyPartsAsTheListNeeds() {
        String two = Cursor.of("a", 1).encode();

        refused(() -> Cursor.decode(two, 1));
        refused(() -> Cursor.decode(two, 3));
    }

    @Test
    void partsHaveTheirForm() {
        Cursor words = Cursor.decode(Cursor.of("x").encode(), 1);

        refused(() -> words.number(0));
        refused(() -> words.uuid(0));
        refused(() -> words.instant(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59Z", "-0001-01-01T00:00:00Z"})
    void aTimeThatTheDatabaseDoesNotKnowIsRefused(String time) {
        refused(() -> Cursor.decode(Cursor.of(time).encode(), 1).instant(0));
    }

    private static void refused(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(CommonProblem.INVALID_CURSOR));
    }
}
