package io.kehu.starter.test;

import io.kehu.starter.security.Role;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The service under test as callers see it, over HTTP, by a client that does not try again by itself. */
public final class Api {

    private final Environment environment;
    private final String service;

    Api(Environment environment, String service) {
        this.environment = environment;
        this.service = service;
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port");
    }

    /** Without a token. */
    public RestTestClient anonymous() {
        return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
                .baseUrl(baseUrl())
                .build();
    }

    public RestTestClient with(String token) {
        return RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
                .baseUrl(baseUrl())
                .defaultHeader("Authorization", "Bearer " + token)
                .build();
    }

    /** As somebody with these roles; the subject is made from the roles. */
    public RestTestClient as(Role... roles) {
        return as(Arrays.stream(roles).map(Role::realmName).collect(Collectors.joining("+")), roles);
    }

    public RestTestClient as(String subject, Role... roles) {
        return with(TestIssuer.get().token(service, subject, roles));
    }

    public RestTestClient asMember(String customerNumber) {
        return with(TestIssuer.get().memberToken(service, "member-" + customerNumber, customerNumber));
    }

    public String token(Role... roles) {
        return TestIssuer.get().token(service, "somebody", roles);
    }
}
