package io.kehu.starter.security.access;

import io.kehu.starter.security.Role;
import io.kehu.starter.security.access.AccessAutoConfiguration.AllAccessRules;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import java.util.List;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;

/** Writes into each operation's description who may call it. */
class OpenApiRoles {

    @Bean
    GlobalOpenApiCustomizer rolesInDescriptions(AllAccessRules rules) {
        return api -> api.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> describe(rules, path, method, operation)));
    }

    private static void describe(AllAccessRules rules, String path, PathItem.HttpMethod method, Operation operation) {
        rules.rules().find(HttpMethod.valueOf(method.name()), path).ifPresent(rule -> {
            String before = operation.getDescription() == null
                    ? ""
                    : operation.getDescription().strip() + "\n\n";
            operation.setDescription(before + sentence(rule));
            if (rule.open()) {
                operation.setSecurity(List.of());
            }
        });
    }

    private static String sentence(AccessRule rule) {
        if (rule.open()) {
            return "Open to everybody.";
        }
        return "Roles: " + rule.roles().stream().sorted().map(Role::realmName).collect(Collectors.joining(", ")) + ".";
    }
}
