package io.kehu.charts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** Values an operator gives to a chart. */
record Values(Node tree) {

    static Values none() {
        return new Values(new Node(new LinkedHashMap<>()));
    }

    /** What has to be said for a chart before it renders. */
    static Values required(String chart) {
        return switch (chart) {
            case Charts.PLATFORM -> none();
            case Charts.SUITE ->
                shared().with("notification-service.mail.host", "relay.mail.svc")
                        .with("notification-service.mail.sender", "Kehu <service@example.org>");
            case "notification-service" ->
                shared().with("mail.host", "relay.mail.svc").with("mail.sender", "Kehu <service@example.org>");
            default -> shared();
        };
    }

    private static Values shared() {
        return none().with("global.broker.addresses", "amqp://rabbitmq.broker.svc:5672")
                .with("global.database.host", "postgres.database.svc")
                .with("global.keycloak.issuer", "https://sso.example.org/realms/kehu")
                .with("global.publicUrl", "https://service.example.org");
    }

    /** @param path keys separated by dots; what is missing on the way is made */
    Values with(String path, Object value) {
        Node copy = Node.of(Node.copy(tree.fields()));
        Map<String, Object> place = copy.fields();
        String[] steps = path.split("\\.");
        for (int i = 0; i < steps.length - 1; i++) {
            place = Node.of(place.computeIfAbsent(steps[i], key -> new LinkedHashMap<String, Object>()))
                    .fields();
        }
        place.put(steps[steps.length - 1], value);
        return new Values(copy);
    }

    String toYaml() {
        return new Yaml().dump(tree.fields());
    }
}
