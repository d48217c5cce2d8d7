package io.kehu.customer.transfer;

import static io.kehu.starter.security.Role.AGENT;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.test.Api;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** Listening to an import. */
@CustomerServiceTest
class ImportProgressTests {

    private static final int PLACES = 200;

    @Autowired
    private SchedulerClient scheduler;

    @Autowired
    @Qualifier("checkImportTask")
    private OneTimeTask<Void> checkImportTask;

    @Autowired
    private Api api;

    @Autowired
    private ImportJobs jobs;

    @Autowired
    private ImportProgress progress;

    @Autowired
    private Transactions transactions;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ImportsApi imports;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        imports = new ImportsApi(api);
    }

    @Test
    void aListenerHearsHowItGetsOnAndHowItEnds() {
        String id = ImportsApi.id(imports.upload("姓名\n" + ImportsApi.name() + "\n"));
        UUID importId = running(id);
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> heard = client.sendAsync(request(id), HttpResponse.BodyHandlers.ofLines())
                .thenAcceptAsync(response -> response.body().forEach(lines::add));
        await().until(() -> lines.contains("event:progress"));

        transactions.run(() -> jobs.addChecked(importId, 1));
        await().until(() -> String.join("", lines).contains("\"done\":1"));
        assertThat(heard).isNotDone();
        transactions.run(() -> jobs.move(importId, List.of(ImportState.CHECKING), ImportState.CHECKED, null));

        heard.orTimeout(10, TimeUnit.SECONDS).join();
        String text = String.join("\n", lines);
        assertThat(text)
                .contains("event:progress")
                .contains("\"state\":\"CHECKING\"")
                .contains("\"done\":1")
                .contains("\"total\":1")
                .contains("retry:2000")
                .containsSubsequence("event:progress", "event:end", "\"state\":\"CHECKED\"");
        await().until(() -> progress.listeners() == 0);
    }

    @Test
    void whoConnectsAgainHearsAtOnceHowThingsStand() {
        String id = ImportsApi.id(imports.upload("姓名\n" + ImportsApi.name() + "\n"));

        HttpResponse<String> heard = client.sendAsync(request(id), HttpResponse.BodyHandlers.ofString())
                .join();

        assertThat(heard.statusCode()).isEqualTo(200);
        assertThat(heard.headers().firstValue("Content-Type")).get().asString().startsWith("text/event-stream");
        assertThat(heard.body()).contains("event:end").contains("UPLOADED");
    }

    @Test
    void thereAreOnlySoManyPlacesAndTheyAreGivenBack() throws Exception {
        String id = ImportsApi.id(imports.upload("姓名\n" + ImportsApi.name() + "\n"));
        UUID importId = running(id);
        List<HttpResponse<InputStream>> open = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            open.add(client.send(request(id), HttpResponse.BodyHandlers.ofInputStream()));
        }

        HttpResponse<String> refused = client.send(request(id), HttpResponse.BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("/problems/too-many-requests");
        transactions.run(() -> jobs.move(importId, List.of(ImportState.CHECKING), ImportState.CHECKED, null));
        for (HttpResponse<InputStream> one : open) {
            assertThat(new String(one.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("event:end");
        }
        await().until(() -> progress.listeners() == 0);
        assertThat(client.send(request(id), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void nobodyListensWhoMayNotSeeImports() throws Exception {
        assertThat(client.send(request(UUID.randomUUID().toString()), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(404);
        api.as(AGENT)
                .get()
                .uri("/customer/v1/imports/" + UUID.randomUUID() + "/progress")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    /** A phase whose job is put off, also for those who look for forgotten ones, so that the test says what happens. */
    private UUID running(String id) {
        UUID importId = UUID.fromString(id);
        scheduler.scheduleIfNotExists(
                checkImportTask.instance(id), Instant.now().plus(Duration.ofHours(1)));
        transactions.run(() -> jobs.move(importId, List.of(ImportState.UPLOADED), ImportState.CHECKING, null));
        return importId;
    }

    private HttpRequest request(String id) {
        return HttpRequest.newBuilder(URI.create(api.baseUrl() + "/customer/v1/imports/" + id + "/progress"))
                .header("Authorization", "Bearer " + api.token(MANAGER))
                .header("Accept", "text/event-stream")
                .build();
    }
}
