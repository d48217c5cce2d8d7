package io.kehu.local.keycloak;

import io.kehu.local.suite.KehuException;
import io.kehu.local.suite.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The realm as code ({@code gateway/realm/kehu-realm.json}, the same file the chart uses; it holds no secret) plus what only a local
 * installation has: secrets of the clients, one user per role, a client for the command line and one for a demo shop.
 */
public final class RealmFile {

    /** People the local realm knows; each has the role of the same name. */
    public static final List<String> USERS =
            List.of("agent", "marketer", "manager", "privacy-officer", "auditor", "admin", "member");

    /** Public client of {@code kehu token}. */
    public static final String COMMAND_LINE_CLIENT = "kehu-cli";

    /** Machine client with the role integrator. */
    public static final String SHOP_CLIENT = "demo-shop";

    /** Where the command line's sign-in ends; nothing listens there, the code is read from the redirect. */
    public static final String COMMAND_LINE_REDIRECT = "http://127.0.0.1/kehu-cli";

    private static final Path FILE = Path.of("gateway/realm/kehu-realm.json");

    private final Settings settings;
    private final JsonMapper mapper = JsonMapper.shared();

    public RealmFile(Settings settings) {
        this.settings = settings;
    }

    public ObjectNode render() {
        try {
            ObjectNode realm = (ObjectNode) mapper.readTree(
                    Files.readString(settings.layout().repository().resolve(FILE)));
            ArrayNode clients = (ArrayNode) realm.get("clients");
            clients.forEach(client -> {
                String id = client.path("clientId").asString();
                if (client.path("serviceAccountsEnabled").asBoolean(false)) {
                    ((ObjectNode) client).put("secret", settings.secrets().password("client-" + id));
                }
            });
            clients.add(commandLineClient());
            clients.add(shopClient());
            ArrayNode users = (ArrayNode) realm.get("users");
            USERS.forEach(name -> users.add(user(name)));
            users.add(serviceAccount(SHOP_CLIENT, "integrator"));
            return realm;
        } catch (IOException e) {
            throw new KehuException("The realm file " + FILE + " cannot be read.", e);
        }
    }

    private ObjectNode commandLineClient() {
        ObjectNode client = mapper.createObjectNode();
        client.put("clientId", COMMAND_LINE_CLIENT);
        client.put("name", "Command line (local installations only)");
        client.put("publicClient", true);
        client.put("standardFlowEnabled", true);
        client.put("fullScopeAllowed", false);
        client.putArray("redirectUris").add(COMMAND_LINE_REDIRECT);
        client.putObject("attributes").put("pkce.code.challenge.method", "S256");
        client.putArray("defaultClientScopes").add("kehu-user");
        return client;
    }

    private ObjectNode shopClient() {
        ObjectNode client = mapper.createObjectNode();
        client.put("clientId", SHOP_CLIENT);
        client.put("name", "Demo shop (local installations only)");
        client.put("serviceAccountsEnabled", true);
        client.put("standardFlowEnabled", false);
        client.put("fullScopeAllowed", false);
        client.put("secret", settings.secrets().password("client-" + SHOP_CLIENT));
        client.putArray("defaultClientScopes").add("kehu-user");
        return client;
    }

    private ObjectNode user(String name) {
        ObjectNode user = mapper.createObjectNode();
        user.put("username", name);
        user.put("enabled", true);
        user.put("emailVerified", true);
        user.put("firstName", name);
        user.put("lastName", "Local");
        user.put("email", name + "@kehu.invalid");
        user.putArray("realmRoles").add(name);
        ObjectNode credential = user.putArray("credentials").addObject();
        credential.put("type", "password");
        credential.put("value", settings.secrets().password("user-" + name));
        credential.put("temporary", false);
        return user;
    }

    private ObjectNode serviceAccount(String clientId, String role) {
        ObjectNode user = mapper.createObjectNode();
        user.put("username", "service-account-" + clientId);
        user.put("enabled", true);
        user.put("serviceAccountClientId", clientId);
        user.putArray("realmRoles").add(role);
        return user;
    }
}
