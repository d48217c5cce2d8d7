package io.kehu.starter.test.sloppy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.servers.ThrowawayPostgres;
import io.kehu.starter.security.Role;
import io.kehu.starter.test.Api;
import io.kehu.starter.test.ServiceTest;
import io.kehu.starter.test.contract.AccessContract;
import io.kehu.starter.test.contract.CatalogueContract;
import io.kehu.starter.test.contract.ErrorContract;
import io.kehu.starter.test.contract.TokenContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A contract that cannot fail is worth nothing. */
@ServiceTest
class SloppyServiceTests {

    private static final String THINGS = "/sample/v1/things";

    @Autowired
    private Api api;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void anOperationWithoutARuleAndARuleWithoutAnOperationAreFound() {
        assertThatThrownBy(() -> AccessContract.verify(context))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("/sample/v1/forgotten")
                .hasMessageContaining("DELETE /sample/v1/things");
    }

    @Test
    void aServiceThatBelievesAnyTokenIsFound() {
        assertThatThrownBy(() -> TokenContract.verify(api, "sample-service", THINGS, Role.AGENT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("another audience");
    }

    @Test
    void anErrorThatIsNoProblemIsFound() {
        assertThatThrownBy(() -> ErrorContract.verify(api, THINGS, THINGS, Role.AGENT))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aColumnWithoutAClassIsFound() throws SQLException {
        asOwner("CREATE TABLE forgotten (secret text)");
        try {
            assertThatThrownBy(() -> CatalogueContract.verify(context))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("forgotten.secret");
        } finally {
            asOwner("DROP TABLE forgotten");
        }
    }

    @Test
    void aPersonalColumnInPlainTextIsFound() throws SQLException {
        asOwner("ALTER TABLE sample_customer ALTER COLUMN name TYPE text USING 'x'");
        try {
            assertThatThrownBy(() -> CatalogueContract.verify(context))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("sample_customer.name");
        } finally {
            asOwner("ALTER TABLE sample_customer ALTER COLUMN name TYPE bytea USING ''::bytea");
        }
    }

    private void asOwner(String statement) throws SQLException {
        String database =
                jdbc.sql("SELECT current_database()").query(String.class).single();
        try (Connection admin = ThrowawayPostgres.server().connect(database);
                Statement work = admin.createStatement()) {
            work.execute(statement);
        }
    }
}
