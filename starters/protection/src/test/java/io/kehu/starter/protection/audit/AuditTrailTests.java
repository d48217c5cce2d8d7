package io.kehu.starter.protection.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.servers.ThrowawayPostgres;
import io.kehu.starter.database.Transactions;
import io.kehu.starter.protection.sample.ProtectionTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who did what. */
@ProtectionTest
class AuditTrailTests {

    @Autowired
    private AuditTrail trail;

    @Autowired
    private Transactions transactions;

    @Autowired
    private JdbcClient jdbc;

    private final String object = "C-" + UUID.randomUUID();

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void anEntrySaysWhoDidWhatToWhomAndWhy() {
        signIn("anna", "agent");

        trail.record(AuditEntry.of("customer.reveal", object, "name", "phone").because("callback, 客户来电"));

        Map<String, Object> entry = entry();
        assertThat(entry)
                .containsEntry("actor", "anna")
                .containsEntry("originating_subject", "anna")
                .containsEntry("action", "customer.reveal")
                .containsEntry("reason", "callback, 客户来电")
                .containsEntry("purpose", null)
                .containsEntry("decision", "ALLOWED");
        assertThat(fields()).isEqualTo("{name,phone}");
    }

    @Test
    void aServiceIsNamedBesideTheOneItWorksFor() {
        signIn("loyalty", "service");
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Kehu-Originating-Subject", "boris");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));

        trail.record(AuditEntry.of("customer.read", object));

        assertThat(entry()).containsEntry("actor", "loyalty").containsEntry("originating_subject", "boris");
        assertThat(fields()).isEqualTo("{}");
    }

    @Test
    void withoutACallerItIsTheServiceItself() {
        trail.record(AuditEntry.of("customer.expire", object).refused());

        assertThat(entry()).containsEntry("actor", "service:sample-service").containsEntry("decision", "REFUSED");
    }

    @Test
    void anEntryRollsBackWithItsDeed() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    trail.record(AuditEntry.of("customer.read", object));
                    throw new IllegalStateException("roll back");
                }))
                .hasMessage("roll back");

        assertThat(count()).isZero();
    }

    @Test
    void manyAreWrittenAtOnceAndNoneIsNone() {
        trail.recordAll(List.of());
        trail.recordAll(List.of(
                AuditEntry.of("a", object), AuditEntry.of("b", object, "x").because("y")));

        assertThat(count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_entry SET actor = 'nobody'",
                "DELETE FROM audit_entry",
                "TRUNCATE audit_entry",
                "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_is_final"
            })
    void nobodyChangesAnEntry(String statement) {
        trail.record(AuditEntry.of("customer.read", object));

        assertThatThrownBy(() -> jdbc.sql(statement).update())
                .rootCause()
                .satisfies(
                        cause -> assertThat(cause.getMessage()).matches("(?s).*(permission denied|must be owner).*"));
        assertThat(count()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UPDATE audit_entry SET actor = 'nobody'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"})
    void notEvenTheOwnerOfTheTable(String statement) throws Exception {
        trail.record(AuditEntry.of("customer.read", object));

        try (Connection owner = DriverManager.getConnection(
                        ThrowawayPostgres.server().url("protection_tests"), "protection_tests_owner", "owner-secret");
                Statement work = owner.createStatement()) {
            assertThatThrownBy(() -> work.execute(statement)).hasMessageContaining("audit entries are final");
        }
    }

    private static void signIn(String subject, String role) {
        Jwt jwt =
                Jwt.withTokenValue("t").header("alg", "RS256").subject(subject).build();
        SecurityContextHolder.getContext()
                .setAuthentication(
                        new JwtAuthenticationToken(jwt, List.of(new SimpleGrantedAuthority("ROLE_" + role))));
    }

    private Map<String, Object> entry() {
        return jdbc.sql("SELECT * FROM audit_entry WHERE object = :object")
                .param("object", object)
                .query()
                .singleRow();
    }

    private String fields() {
        return jdbc.sql("SELECT fields::text FROM audit_entry WHERE object = :object")
                .param("object", object)
                .query(String.class)
                .single();
    }

    private long count() {
        return jdbc.sql("SELECT count(*) FROM audit_entry WHERE object = :object")
                .param("object", object)
                .query(Long.class)
                .single();
    }
}
