package io.kehu.local.suite;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Which loopback port each part listens on; {@code KEHU_PORT_<NAME>} and {@code KEHU_PORT_OFFSET} change them. */
public final class PortPlan {

    private static final Map<String, Integer> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("gateway", 8080);
        DEFAULTS.put("identity-service", 8101);
        DEFAULTS.put("customer-service", 8102);
        DEFAULTS.put("loyalty-service", 8103);
        DEFAULTS.put("feedback-service", 8104);
        DEFAULTS.put("notification-service", 8105);
        DEFAULTS.put("gateway-management", 9080);
        DEFAULTS.put("identity-service-management", 9101);
        DEFAULTS.put("customer-service-management", 9102);
        DEFAULTS.put("loyalty-service-management", 9103);
        DEFAULTS.put("feedback-service-management", 9104);
        DEFAULTS.put("notification-service-management", 9105);
        DEFAULTS.put("keycloak", 8180);
        DEFAULTS.put("keycloak-management", 9180);
        DEFAULTS.put("postgres", 5433);
        DEFAULTS.put("rabbitmq", 5673);
        DEFAULTS.put("rabbitmq-management", 15673);
        DEFAULTS.put("rabbitmq-distribution", 25673);
        DEFAULTS.put("rabbitmq-mapper", 4370);
        DEFAULTS.put("smtp", 2525);
        DEFAULTS.put("inbox", 8025);
    }

    private final Map<String, Integer> ports;

    private PortPlan(Map<String, Integer> ports) {
        this.ports = ports;
    }

    public static PortPlan of(Environment environment) {
        int offset = environment.number("KEHU_PORT_OFFSET", 0);
        Map<String, Integer> ports = new LinkedHashMap<>();
        DEFAULTS.forEach((name, port) -> ports.put(name, environment.number(variable(name), port + offset)));
        return new PortPlan(ports);
    }

    /** The variable that moves a part's port. */
    public static String variable(String name) {
        return "KEHU_PORT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    public int port(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("No port is planned for " + name);
        }
        return port;
    }

    public Map<String, Integer> all() {
        return Map.copyOf(ports);
    }

    public String url(String name) {
        return "http://127.0.0.1:" + port(name);
    }
}
