package io.kehu.customer.merge;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.moreThanOrExactly;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.stubFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.verify;
import static io.kehu.customer.Calls.body;
import static io.kehu.customer.customer.RecordApi.name;
import static io.kehu.customer.merge.MergeApi.phone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.http.Fault;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Merges whose runner dies between any two steps. */
@CustomerServiceTest
class RunMergeTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private RunMerge runMerge;

    private MergeApi merges;
    private String survivor;
    private String loser;

    @BeforeEach
    void twoRecords() {
        IdentityStub.stub();
        merges = new MergeApi(api, jdbc);
        survivor = merges.person(name(), phone());
        loser = merges.person(name(), phone());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void whoTakesOverGoesOnWhereItEnded(int steps) {
        UUID id = begunButNobodyCarriesItOn();

        boolean finished = runMerge.run(id, stopAfter(steps));

        assertThat(finished).isFalse();
        assertThat(states(id)).filteredOn("DONE"::equals).hasSize(steps);
        assertThat(runMerge.run(id, () -> true)).isTrue();
        assertThat(states(id)).containsOnly("DONE");
        assertThat(merges.show(id.toString()).path("state").stringValue()).isEqualTo("MERGED");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void anUndoIsTakenOverAsWell(int steps) {
        List<String> before = merges.rows(loser);
        UUID id = begunButNobodyCarriesItOn();
        runMerge.run(id, () -> true);
        stubFor(any(urlPathMatching("/notification/v1/merges/.*:undo"))
                .atPriority(1)
                .willReturn(aResponse().withStatus(503)));
        assertThat(merges.undo(id.toString()).getStatus().value()).isEqualTo(202);
        await().until(() -> merges.show(id.toString())
                        .path("steps")
                        .path(4)
                        .path("attempts")
                        .asInt()
                > 0);
        jdbc.sql(
                        "UPDATE scheduled_tasks SET execution_time = now() + interval '1 day' WHERE task_name = 'customer-unmerge' AND NOT picked")
                .update();
        IdentityStub.stub();

        runMerge.run(id, stopAfter(steps));
        runMerge.run(id, () -> true);

        assertThat(states(id)).containsOnly("UNDONE");
        assertThat(merges.rows(loser)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"loyalty, 2", "feedback, 3", "notification, 4"})
    void aLostAnswerIsAskedForAgain(String service, int step) {
        UUID id = begunButNobodyCarriesItOn();
        stubFor(any(urlPathMatching("/" + service + "/v1/merges/.*"))
                .atPriority(1)
                .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        assertThatThrownBy(() -> runMerge.run(id, () -> true)).isInstanceOf(RunMerge.NotNowException.class);
        assertThat(states(id).get(step)).isEqualTo("ASKED");
        IdentityStub.stub();
        runMerge.run(id, () -> true);

        assertThat(states(id)).containsOnly("DONE");
        verify(moreThanOrExactly(1), putRequestedFor(urlEqualTo("/" + service + "/v1/merges/" + id)));
    }

    @Test
    void theDatabaseRefusesAMergeThatCallsItselfDoneTooEarly() {
        UUID id = begunButNobodyCarriesItOn();

        assertThatThrownBy(
                        () -> jdbc.sql("UPDATE customer_merge SET state = 'MERGED', finished_at = now() WHERE id = :id")
                                .param("id", id)
                                .update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("a service has not merged yet");
        runMerge.run(id, () -> true);
        assertThatThrownBy(() -> jdbc.sql("""
                                UPDATE customer_merge SET state = 'MERGING', finished_at = NULL WHERE id = :id
                                """).param("id", id).update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("does not go from MERGED to MERGING");
    }

    /** The task is taken from the scheduler as if its instance had died before the first step. */
    private UUID begunButNobodyCarriesItOn() {
        stubFor(any(urlPathMatching("/identity/v1/numbers/.*|/identity/v1/numbers:merge"))
                .atPriority(1)
                .willReturn(aResponse().withStatus(503)));
        UUID id = UUID.fromString(body(merges.merge(survivor, loser)).path("id").stringValue());
        await().until(() -> merges.show(id.toString())
                        .path("steps")
                        .path(1)
                        .path("attempts")
                        .asInt()
                > 0);
        await().until(() -> jdbc.sql(
                                "UPDATE scheduled_tasks SET execution_time = now() + interval '1 day' WHERE task_name = 'customer-merge' AND task_instance = :id AND NOT picked")
                        .param("id", id.toString())
                        .update()
                == 1);
        IdentityStub.stub();
        return id;
    }

    private static BooleanSupplier stopAfter(int steps) {
        AtomicInteger left = new AtomicInteger(steps);
        return () -> left.getAndDecrement() > 1;
    }

    private List<String> states(UUID id) {
        return merges.show(id.toString()).path("steps").findValuesAsString("state");
    }
}
