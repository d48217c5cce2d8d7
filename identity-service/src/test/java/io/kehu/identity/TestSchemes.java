package io.kehu.identity;

import static io.kehu.starter.security.Role.ADMIN;

import io.kehu.starter.test.Api;
import java.util.Map;

/** Defines schemes over HTTP, with the default check. */
public final class TestSchemes {

    private TestSchemes() {}

    /** With one counter. */
    public static String define(Api api, String code, String template) {
        return define(api, code, template, "NONE");
    }

    public static String define(Api api, String code, String template, String partitioning) {
        api.as(ADMIN)
                .post()
                .uri("/identity/v1/schemes")
                .body(Map.of(
                        "code", code,
                        "name", "test",
                        "template", template,
                        "check", "MOD_97_10",
                        "partitioning", partitioning))
                .exchange()
                .expectStatus()
                .isCreated();
        return code;
    }
}
