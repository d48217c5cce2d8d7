package io.kehu.local.suite;

/** Everything the parts need to know about this installation. */
public record Settings(Environment environment, Layout layout, PortPlan ports, Secrets secrets) {

    public static Settings load() {
        return of(Environment.ofSystem());
    }

    public static Settings of(Environment environment) {
        Layout layout = Layout.find(environment);
        return new Settings(environment, layout, PortPlan.of(environment), new Secrets(layout.secrets()));
    }

    /** Base address of the single sign-on. */
    public String keycloakUrl() {
        return environment
                .text("KEHU_KEYCLOAK_URL")
                .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                .orElse(ports.url("keycloak"));
    }

    public String issuer() {
        return keycloakUrl() + "/realms/kehu";
    }

    public String gatewayUrl() {
        return ports.url("gateway");
    }
}
