package io.kehu.customer.transfer;

import static io.kehu.customer.Calls.post;
import static io.kehu.starter.security.Role.INTEGRATOR;
import static io.kehu.starter.security.Role.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.customer.RecordApi;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An import that is applied while its people come in at the tills, or with another import: each is one customer, and no row is lost. */
@CustomerServiceTest
class ImportRaceTests {

    private static final int PEOPLE = 240;

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private ImportsApi imports;

    @BeforeEach
    void identityAnswers() {
        IdentityStub.stub();
        imports = new ImportsApi(api);
    }

    private record Person(String name, String phone, String card) {

        static Person any() {
            return new Person(ImportsApi.name(), ImportsApi.phone(), "card-" + UUID.randomUUID());
        }

        String row() {
            return name + "," + phone + "," + card + "\n";
        }

        Map<String, Object> body() {
            return Map.of(
                    "fullName", name,
                    "contactPoints", List.of(Map.of("kind", "PHONE", "value", phone)),
                    "references", List.of(Map.of("system", "legacy-card", "externalId", card)));
        }
    }

    @Test
    void whoComesInAtATillMeanwhileIsNobodyTwice() throws Exception {
        List<Person> people = people();
        String id = checked(people);
        List<Person> atTheTill = new ArrayList<>(people);
        Collections.reverse(atTheTill);

        List<Callable<Integer>> work = new ArrayList<>();
        atTheTill.forEach(person -> work.add(() -> post(api.as(INTEGRATOR), RecordApi.CUSTOMERS, person.body())
                .getStatus()
                .value()));
        // Some have come in before, and the rest comes in meanwhile.
        work.add(
                PEOPLE / 4,
                () -> imports.post(id, "apply", MANAGER)
                        .returnResult(byte[].class)
                        .getStatus()
                        .value());
        List<Integer> told = atOnce(work);
        applied(id);

        assertThat(told).allMatch(status -> List.of(201, 202, 409).contains(status));
        assertThat(told).as("there was a race").contains(201, 409);
        eachIsOneCustomer(people, List.of(id));
        assertThat(created(id) + Collections.frequency(told, 201)).isEqualTo(PEOPLE);
    }

    @Test
    void twoImportsOfOneFileCreateEverybodyOnce() throws Exception {
        List<Person> people = people();
        String first = checked(people);
        String second = checked(people);

        imports.post(first, "apply", MANAGER).expectStatus().isAccepted();
        imports.post(second, "apply", MANAGER).expectStatus().isAccepted();
        applied(first);
        applied(second);

        eachIsOneCustomer(people, List.of(first, second));
        assertThat(created(first) + created(second)).isEqualTo(PEOPLE);
    }

    private static List<Person> people() {
        return IntStream.range(0, PEOPLE).mapToObj(i -> Person.any()).toList();
    }

    private String checked(List<Person> people) {
        StringBuilder file = new StringBuilder("姓名,手机,会员卡号\n");
        people.forEach(person -> file.append(person.row()));
        String id = ImportsApi.id(imports.upload(file.toString()));
        imports.run(id, "dry-run", "CHECKED");
        return id;
    }

    private void applied(String id) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(imports.get(id).path("state").stringValue())
                        .as(imports.get(id).toString())
                        .isEqualTo("APPLIED"));
        assertThat(imports.get(id).path("applied").asInt()).isEqualTo(PEOPLE);
    }

    private void eachIsOneCustomer(List<Person> people, List<String> ids) {
        for (Person person : people) {
            assertThat(imports.find(person.phone())).as(person.toString()).hasSize(1);
        }
        for (String id : ids) {
            assertThat(jdbc.sql("""
                                    SELECT r.verdict || ' ' || r.applied || ' ' || r.reasons::text || ' ' || coalesce(r.number, '-')
                                    FROM import_row r WHERE r.import_id = :id::uuid
                                        AND NOT EXISTS (SELECT FROM customer c WHERE c.number = r.number AND c.status = 'ACTIVE')
                                    """).param("id", id).query(String.class).list())
                    .as("rows without a customer")
                    .isEmpty();
        }
    }

    private long created(String id) {
        return jdbc.sql("SELECT count(*) FROM import_row_before WHERE import_id = :id::uuid AND kind = 'CREATED'")
                .param("id", id)
                .query(Long.class)
                .single();
    }

    private static List<Integer> atOnce(List<Callable<Integer>> work) throws Exception {
        List<Integer> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> result : pool.invokeAll(work)) {
                results.add(result.get());
            }
        }
        return results;
    }
}
