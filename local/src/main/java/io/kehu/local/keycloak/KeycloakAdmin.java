package io.kehu.local.keycloak;

import io.kehu.local.suite.Http;
import io.kehu.local.suite.KehuException;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Keycloak's administration over REST, as far as the realm as code and the demo member need it. */
public final class KeycloakAdmin {

    private static final String REALM = "kehu";
    private static final String HASH_ATTRIBUTE = "kehu.realm.hash";
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private final String url;
    private final String user;
    private final String password;
    private final JsonMapper mapper = JsonMapper.shared();

    public KeycloakAdmin(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /**
     * Creates the realm when there is none. One made from another version of the file is replaced when it is our own, and left alone with
     * a clear word when it is somebody else's.
     */
    public void apply(ObjectNode realm, boolean ours) {
        String hash = hash(realm);
        ((ObjectNode) realm.get("attributes")).put(HASH_ATTRIBUTE, hash);
        String token = token();
        HttpResponse<String> existing = send(get("/admin/realms/" + REALM, token));
        if (existing.statusCode() == NOT_FOUND) {
            expect(send(post("/admin/realms", token, realm)), CREATED, "create the realm");
            return;
        }
        JsonNode current = mapper.readTree(existing.body());
        if (hash.equals(current.path("attributes").path(HASH_ATTRIBUTE).asString(""))) {
            return;
        }
        if (!ours) {
            throw new KehuException(
                    "The realm kehu of " + url
                            + " was made from another version of gateway/realm/kehu-realm.json. Bring it up to date, or delete it.");
        }
        expect(send(delete("/admin/realms/" + REALM, token)), NO_CONTENT, "delete the outdated realm");
        expect(send(post("/admin/realms", token, realm)), CREATED, "create the realm");
    }

    /** Ties the demo member's account to a customer. */
    public void setCustomerNumber(String username, String customerNumber) {
        String token = token();
        JsonNode users = mapper.readTree(
                send(get("/admin/realms/" + REALM + "/users?exact=true&username=" + encode(username), token))
                        .body());
        ObjectNode account = (ObjectNode) users.get(0);
        ((ObjectNode) account.withObject("attributes"))
                .putArray("customer_number")
                .add(customerNumber);
        expect(
                send(put(
                        "/admin/realms/" + REALM + "/users/"
                                + account.path("id").asString(),
                        token,
                        account)),
                NO_CONTENT,
                "link the member to the customer");
    }

    private String token() {
        String form = form(
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", user, "password", password));
        HttpResponse<String> response = send(Http.request(url + "/realms/master/protocol/openid-connect/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        expect(response, OK, "sign in as administrator (set KEHU_KEYCLOAK_ADMIN=user:password)");
        return mapper.readTree(response.body()).path("access_token").asString();
    }

    private HttpRequest.Builder get(String path, String token) {
        return Http.request(url + path).header("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder delete(String path, String token) {
        return get(path, token).DELETE();
    }

    private HttpRequest.Builder post(String path, String token, ObjectNode body) {
        return get(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private HttpRequest.Builder put(String path, String token, ObjectNode body) {
        return get(path, token)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return Http.send(request);
        } catch (IOException e) {
            throw new KehuException("Keycloak at " + url + " does not answer.", e);
        }
    }

    private static void expect(HttpResponse<String> response, int status, String what) {
        if (response.statusCode() != status) {
            throw new KehuException(
                    "Keycloak refused to " + what + ": status " + response.statusCode() + " " + response.body());
        }
    }

    private static String hash(ObjectNode realm) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(realm.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
