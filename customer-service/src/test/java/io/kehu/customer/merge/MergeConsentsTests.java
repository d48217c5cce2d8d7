package io.kehu.customer.merge;

import static io.kehu.customer.customer.RecordApi.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerServiceTest;
import io.kehu.customer.identity.IdentityStub;
import io.kehu.starter.test.Api;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever a merge makes of two records, nobody is written to who has not said yes, or who has said no anywhere. */
@CustomerServiceTest
class MergeConsentsTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private MergeApi merges;

    @BeforeEach
    void peersAnswer() {
        IdentityStub.stub();
        merges = new MergeApi(api, jdbc);
    }

    @ParameterizedTest
    @CsvSource({
        "'', WITHDRAWN, WITHDRAWN",
        "'', GRANTED, ''",
        "'', '', ''",
        "GRANTED, '', GRANTED",
        "GRANTED, GRANTED, GRANTED",
        "GRANTED, WITHDRAWN, WITHDRAWN",
        "WITHDRAWN, GRANTED, WITHDRAWN",
        "WITHDRAWN, '', WITHDRAWN",
        "GRANTED, GRANTED;WITHDRAWN, WITHDRAWN",
        "'', GRANTED;WITHDRAWN, WITHDRAWN",
        "'', GRANTED;GRANTED, ''"
    })
    void aNoCountsForAllAndAYesForNobodyElse(String survivorSaid, String losersSaid, String expected) {
        String survivor = whoSaid(survivorSaid);
        String[] losers = Stream.of(losersSaid.split(";")).map(this::whoSaid).toArray(String[]::new);

        String id = merges.merged(survivor, losers);

        assertThat(merges.consents(survivor)).isEqualTo(word(expected));
        merges.undone(id);
        assertThat(merges.consents(survivor)).isEqualTo(word(survivorSaid));
    }

    private String whoSaid(String state) {
        Map<String, Object> person = new HashMap<>(Map.of("fullName", name()));
        if (!state.isEmpty()) {
            person.put("consents", List.of(Map.of("channel", "SMS", "purpose", "MARKETING", "state", state)));
        }
        return merges.register(person);
    }

    private static List<String> word(String state) {
        return state.isEmpty() ? List.of() : List.of("SMS MARKETING " + state);
    }
}
