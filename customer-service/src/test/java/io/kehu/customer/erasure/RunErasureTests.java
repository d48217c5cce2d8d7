package io.kehu.customer.erasure;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.stubFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.kehu.customer.customer.RecordApi.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.RecordApi;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Erasures that end between two steps, and are taken over. */
@CustomerServiceTest
class RunErasureTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private RunErasure runErasure;

    @Autowired
    private DecideErasure decide;

    @Autowired
    private Transactions transactions;

    private ErasureApi erasures;
    private String number;

    @BeforeEach
    void somebody() {
        IdentityStub.stub();
        erasures = new ErasureApi(api);
        number = new RecordApi(api).register(Map.of("fullName", name()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void whoTakesOverGoesOnWhereItEnded(int stepsTaken) {
        UUID id = decidedButNobodyCarriesItOn();

        assertThat(runErasure.run(id, stopAfter(stepsTaken))).isFalse();

        assertThat(done(id)).isEqualTo(stepsTaken);
        assertThat(keys()).isEqualTo(1);
        assertThat(runErasure.run(id, () -> true)).isTrue();
        assertThat(done(id)).isEqualTo(5);
        assertThat(keys()).isZero();
        assertThat(erasures.show(id.toString()).path("state").asString()).isEqualTo("ERASED");
        assertThat(runErasure.run(id, () -> true)).as("once more").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"loyalty, 0", "feedback, 1", "notification, 2", "identity, 3"})
    void aLostAnswerIsAskedForAgain(String service, int step) {
        UUID id = decidedButNobodyCarriesItOn();
        stubFor(any(urlPathMatching("/" + service + "/v1/erasures/.*"))
                .atPriority(1)
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        assertThatThrownBy(() -> runErasure.run(id, () -> true)).isInstanceOf(RunErasure.NotNowException.class);

        assertThat(done(id)).isEqualTo(step);
        assertThat(keys()).isEqualTo(1);
        IdentityStub.stub();
        assertThat(runErasure.run(id, () -> true)).isTrue();
        assertThat(done(id)).isEqualTo(5);
    }

    @Test
    void anErasureIsNotDoneWhileAServiceIsNot() {
        UUID id = decidedButNobodyCarriesItOn();
        runErasure.run(id, stopAfter(3));

        assertThatThrownBy(() -> jdbc.sql(
                                "UPDATE customer_erasure SET state = 'ERASED', finished_at = now() WHERE id = :id")
                        .param("id", id)
                        .update())
                .isInstanceOf(DataAccessException.class);
        runErasure.run(id, () -> true);
    }

    private UUID decidedButNobodyCarriesItOn() {
        UUID id = UUID.fromString(erasures.requested(number));
        // A task that is there already is what keeps the scheduler from making one of its own.
        jdbc.sql("""
                        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                        VALUES ('customer-erasure', :id, now() + interval '1 day', false, 1)
                        """).param("id", id.toString()).update();
        transactions.run(() -> decide.approve(id, "officer-1"));
        return id;
    }

    private static java.util.function.BooleanSupplier stopAfter(int steps) {
        AtomicInteger left = new AtomicInteger(steps);
        return () -> left.getAndDecrement() > 0;
    }

    private long done(UUID id) {
        return erasures.show(id.toString())
                .path("steps")
                .valueStream()
                .filter(step -> step.path("done").asBoolean())
                .count();
    }

    private long keys() {
        return jdbc.sql("SELECT count(*) FROM data_key WHERE subject = ANY (:n)")
                .param("n", List.of(number).toArray(String[]::new))
                .query(Long.class)
                .single();
    }
}
