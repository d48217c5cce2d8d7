package io.kehu.starter.test.good;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.contract.AccessContract;
import io.kehu.starter.test.contract.CatalogueContract;
import io.kehu.starter.test.contract.ErrorContract;
import io.kehu.starter.test.contract.OpenApiContract;
import io.kehu.starter.test.contract.TokenContract;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the contracts say of a service as it should be. */
@ServiceTest
class GoodServiceTests {

    private static final String THINGS = "/sample/v1/things";

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void theErrorsAreProblems() {
        ErrorContract.verify(api, THINGS, THINGS, Role.AGENT);
    }

    @Test
    void badTokensAreRefused() {
        TokenContract.verify(api, "sample-service", THINGS, Role.AGENT);
    }

    @Test
    void theCatalogueIsComplete() {
        CatalogueContract.verify(context);
    }

    @Test
    void whatIsServedIsFound() {
        assertThat(AccessContract.served(context))
                .contains("GET " + THINGS, "POST " + THINGS)
                .doesNotContain("GET /error");
        AccessContract.verify(context);
    }

    @Test
    void theDatabaseBelongsToTheTestAndTheServiceWorksAsItsNarrowRole() {
        assertThat(jdbc.sql("SELECT current_database()").query(String.class).single())
                .startsWith("test_");
        assertThat(jdbc.sql("SELECT current_user").query(String.class).single()).endsWith("_app");
        assertThatThrownBy(() -> jdbc.sql("CREATE TABLE mine (id int)").update());
    }

    @Test
    void aMissingApiDocumentIsNotOverlooked() {
        assertThatThrownBy(() -> OpenApiContract.verify(api, "/v3/api-docs.yaml"))
                .hasMessageContaining("openapi.yaml");
        assertThatThrownBy(() -> OpenApiContract.verify(api, "/nowhere/api-docs.yaml"))
                .isInstanceOf(AssertionError.class);
    }
}
