package io.kehu.customer.merge;

import static io.kehu.customer.catalogue.FileApi.PDF;
import static io.kehu.customer.customer.RecordApi.name;
import static io.kehu.starter.security.Role.AGENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.Calls;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.catalogue.FileApi;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Files follow the customer through a merge, and go back with its undo. */
@CustomerServiceTest
class MergeFilesTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private MergeApi merges;
    private FileApi files;
    private String field;
    private String survivor;
    private String loser;

    @BeforeEach
    void twoCustomers() {
        IdentityStub.stub();
        merges = new MergeApi(api, jdbc);
        files = new FileApi(api);
        field = files.field("PERSONAL", "AGENT", "ADMIN");
        survivor = merges.register(Map.of("fullName", name()));
        loser = merges.register(Map.of("fullName", name()));
    }

    @Test
    void filesOfAllAreTheSurvivorsUntilItIsTakenBack() {
        String first = files.added(Role.ADMIN, survivor, field, "first.pdf", PDF);
        String second = files.added(Role.ADMIN, loser, field, "second.pdf", PDF);
        JsonNode before = custom(survivor);
        JsonNode lost = custom(loser);

        String id = merges.merged(survivor, loser);
        assertThat(ids(survivor)).containsExactly(first, second);
        assertThat(files.get(AGENT, survivor, field, second).getResponseBody()).isEqualTo(PDF);
        assertThat(files.get(AGENT, loser, field, first).getStatus().value()).isEqualTo(200);
        String since = files.added(Role.ADMIN, loser, field, "since.pdf", PDF);

        merges.undone(id);
        assertThat(ids(survivor)).containsExactly(first, since);
        assertThat(custom(survivor).path(field).path(0))
                .isEqualTo(before.path(field).path(0));
        assertThat(custom(loser)).isEqualTo(lost);
        assertThat(files.get(AGENT, survivor, field, second).getStatus().value())
                .isEqualTo(404);
        assertThat(files.get(AGENT, loser, field, second).getResponseBody()).isEqualTo(PDF);
    }

    @Test
    void whatWasDeletedMeanwhileStaysDeleted() {
        String only = files.added(Role.ADMIN, loser, field, "only.pdf", PDF);
        String id = merges.merged(survivor, loser);
        assertThat(ids(survivor)).containsExactly(only);

        assertThat(files.delete(Role.ADMIN, survivor, field, only)).isEqualTo(204);
        merges.undone(id);

        assertThat(ids(survivor)).isEmpty();
        assertThat(ids(loser)).isEmpty();
    }

    private JsonNode custom(String number) {
        return Calls.body(Calls.get(api.as(Role.ADMIN), "/customer/v1/customers/" + number))
                .path("custom");
    }

    private List<String> ids(String number) {
        return custom(number)
                .path(field)
                .valueStream()
                .map(file -> file.path("id").asString())
                .toList();
    }
}
