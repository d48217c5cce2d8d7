package io.kehu.starter.protection.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.protection.sample.ProtectionTest;
import io.kehu.starter.security.Role;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What leaves the service, by who asks. */
@ProtectionTest
class MaskedTests {

    @Autowired
    private JsonMapper mapper;

    private record Contact(
            String number,
            @Masked(Mask.NAME) String name,
            @Masked(Mask.PHONE) String phone,
            @Masked(Mask.EMAIL) @Nullable String email,
            @Masked(Mask.TEXT) String note) {}

    private final Contact contact = new Contact("C-1", "张三", "13812345678", "zhang@x.cn", "likes tea");

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void outsideOfARequestEverythingIsMasked() {
        JsonNode json = written();

        assertThat(json.path("number").asString()).isEqualTo("C-1");
        assertThat(json.path("name").asString()).isEqualTo("张*");
        assertThat(json.path("phone").asString()).isEqualTo("138****5678");
        assertThat(json.path("email").asString()).isEqualTo("z***@x.cn");
        assertThat(json.path("note").asString()).isEqualTo("****");
    }

    @Test
    void aRoleSeesItsKindsInFullAndNoOthers() {
        signIn(Role.AGENT);
        JsonNode json = written();

        assertThat(json.path("name").asString()).isEqualTo("张三");
        assertThat(json.path("phone").asString()).isEqualTo("13812345678");
        assertThat(json.path("email").asString()).isEqualTo("z***@x.cn");
        assertThat(json.path("note").asString()).isEqualTo("****");
    }

    @Test
    void theNextCallerDoesNotSeeWhatTheOneBeforeSaw() {
        signIn(Role.AGENT, Role.MANAGER);
        assertThat(written().path("email").asString()).isEqualTo("zhang@x.cn");
        signIn(Role.AUDITOR);
        assertThat(written().path("email").asString()).isEqualTo("z***@x.cn");
    }

    @Test
    void whatIsMissingStaysMissing() {
        String json = mapper.writeValueAsString(new Contact("C-1", "", "", null, ""));

        assertThat(json).doesNotContain("email").contains("\"name\":\"\"", "\"phone\":\"****\"");
    }

    private JsonNode written() {
        return mapper.readTree(mapper.writeValueAsString(contact));
    }

    private static void signIn(Role... roles) {
        Jwt jwt = Jwt.withTokenValue("t").header("alg", "RS256").subject("anna").build();
        SecurityContextHolder.getContext()
                .setAuthentication(new JwtAuthenticationToken(
                        jwt,
                        Arrays.stream(roles)
                                .map(role -> new SimpleGrantedAuthority(role.authority()))
                                .toList()));
    }
}
