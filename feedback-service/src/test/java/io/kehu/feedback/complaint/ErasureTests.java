package io.kehu.feedback.complaint;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.feedback.FeedbackServiceTest;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.contract.ErasureContract;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What customers who are erased said cannot be read, nothing of it finds them, and nobody works on their cases any more. */
@FeedbackServiceTest
class ErasureTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private Cases cases;
    private final String number = "E" + (UUID.randomUUID().getMostSignificantBits() >>> 20);

    @BeforeEach
    void cases() {
        cases = new Cases(api);
    }

    @Test
    void feedbackIsErasedAsCustomerServiceAsks() {
        cases.open(number, "HIGH");

        ErasureContract.verify(api.as(SERVICE), "/feedback/v1", number);
    }

    @Test
    void whatIsOpenIsWithdrawnAndWhatWasSaidIsGone() {
        String open = cases.inProgress(number, "HIGH");
        String fresh = cases.open(number, "LOW");
        String resolved = cases.resolved(number, "LOW");
        List<Long> before = hashes();

        erase();

        assertThat(cases.get(open).path("state").asString()).isEqualTo("WITHDRAWN");
        assertThat(cases.get(fresh).path("state").asString()).isEqualTo("WITHDRAWN");
        assertThat(cases.get(resolved).path("state").asString()).isEqualTo("RESOLVED");
        JsonNode shown = cases.get(open);
        assertThat(shown.has("text")).isFalse();
        assertThat(hashes()).hasSize(3).doesNotContainAnyElementsOf(before);
        assertThat(jdbc.sql("SELECT count(*) FROM data_key WHERE subject = :n")
                        .param("n", number)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("SELECT state FROM sla_clock WHERE case_no = :c")
                        .param("c", open)
                        .query(String.class)
                        .list())
                .doesNotContain("RUNNING", "PAUSED");
        erase();
    }

    @Test
    void nothingMoreIsSaidUnderTheNumber() {
        erase();

        JsonNode refused = Cases.read(api.as(AGENT)
                .post()
                .uri(Cases.COMPLAINTS)
                .body(Map.of("text", "what happened", "category", "DELIVERY", "number", number))
                .exchange()
                .expectStatus()
                .isEqualTo(409));

        assertThat(refused.path("type").asString()).endsWith("customer-erased");
    }

    @Test
    void onlyOfWhoIsErasedChangesWhatRecognisesARepeat() {
        cases.open(number, "LOW");

        assertThatThrownBy(() -> jdbc.sql("UPDATE feedback SET external_ref_hash = 1 WHERE customer_number = :n")
                        .param("n", number)
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    private List<Long> hashes() {
        return jdbc.sql("SELECT external_ref_hash FROM feedback WHERE customer_number = :n")
                .param("n", number)
                .query(Long.class)
                .list();
    }

    private void erase() {
        api.as(SERVICE)
                .put()
                .uri("/feedback/v1/erasures/" + UUID.randomUUID())
                .body(Map.of("numbers", List.of(number)))
                .exchange()
                .expectStatus()
                .isOk();
    }
}
