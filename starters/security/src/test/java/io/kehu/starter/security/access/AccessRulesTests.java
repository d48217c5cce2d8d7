package io.kehu.starter.security.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kehu.starter.security.Role;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpMethod;

class AccessRulesTests {

    @Test
    void aRuleNamesRolesOrIsOpen() {
        assertThatThrownBy(() -> new AccessRule(HttpMethod.GET, "/a", Set.of(), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AccessRule(HttpMethod.GET, "/a", Set.of(Role.AGENT), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRuleIsFoundByMethodAndPath() {
        AccessRules rules = AccessRules.merge(List.of(
                AccessRules.define().allow(HttpMethod.GET, "/a", Role.AGENT).build(),
                AccessRules.define().open(HttpMethod.GET, "/b").build()));

        assertThat(rules.find(HttpMethod.GET, "/b"))
                .hasValueSatisfying(rule -> assertThat(rule.open()).isTrue());
        assertThat(rules.find(HttpMethod.GET, "/a").orElseThrow().roles()).containsExactly(Role.AGENT);
        assertThat(rules.find(HttpMethod.POST, "/a")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aRoleIsFoundByItsNameInTheRealm(Role role) {
        assertThat(Role.ofRealmName(role.realmName())).hasValue(role);
        assertThat(role.authority()).isEqualTo("ROLE_" + role.realmName());
        assertThat(Role.ofRealmName(role.name())).isEmpty();
    }
}
