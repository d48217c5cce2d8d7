package io.kehu.local.suite;

import io.kehu.servers.ServiceBroker;
import io.kehu.servers.ServiceDatabase;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables of each service: what a chart's values would say. */
public final class ServiceEnvironment {

    private final Settings settings;
    private final PostgresPart postgres;
    private final RabbitPart rabbit;

    public ServiceEnvironment(Settings settings, PostgresPart postgres, RabbitPart rabbit) {
        this.settings = settings;
        this.postgres = postgres;
        this.rabbit = rabbit;
    }

    public Map<String, String> of(String service) {
        PortPlan ports = settings.ports();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SERVER_ADDRESS", "127.0.0.1");
        variables.put("SERVER_PORT", Integer.toString(ports.port(service)));
        variables.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        variables.put("MANAGEMENT_SERVER_PORT", Integer.toString(ports.port(service + "-management")));
        variables.put("SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_ISSUERURI", settings.issuer());
        if (service.equals("gateway")) {
            gateway(variables);
        } else {
            service(service, variables);
        }
        return variables;
    }

    private void gateway(Map<String, String> variables) {
        for (String domain : PostgresPart.DATABASES) {
            if (!domain.equals("keycloak")) {
                String address = settings.ports().url(domain + "-service");
                variables.put("KEHU_GATEWAY_SERVICES_" + domain.toUpperCase(java.util.Locale.ROOT), address);
            }
        }
    }

    private void service(String service, Map<String, String> variables) {
        String domain = service.replace("-service", "");
        ServiceDatabase database = postgres.database(domain);
        variables.put("SPRING_DATASOURCE_URL", postgres.url(domain));
        variables.put("SPRING_DATASOURCE_USERNAME", database.app());
        variables.put("SPRING_DATASOURCE_PASSWORD", database.appPassword());
        variables.put("SPRING_FLYWAY_USER", database.owner());
        variables.put("SPRING_FLYWAY_PASSWORD", database.ownerPassword());
        ServiceBroker broker = rabbit.broker(domain);
        variables.put("SPRING_RABBITMQ_ADDRESSES", rabbit.amqpUrl());
        variables.put("SPRING_RABBITMQ_VIRTUALHOST", broker.virtualHost());
        variables.put("SPRING_RABBITMQ_USERNAME", broker.user());
        variables.put("SPRING_RABBITMQ_PASSWORD", broker.password());
        variables.put(
                "KEHU_PROTECTION_KEYFILE",
                settings.secrets().keyFile(service).toAbsolutePath().toString());
        variables.put(
                "SPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_KEHU_TOKENURI",
                settings.issuer() + "/protocol/openid-connect/token");
        variables.put(
                "SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_KEHU_CLIENTSECRET",
                settings.secrets().password("client-" + service));
        for (String peer : PostgresPart.DATABASES) {
            if (!peer.equals("keycloak")) {
                String key = "KEHU_PEERS_" + peer.toUpperCase(java.util.Locale.ROOT);
                variables.put(key, settings.ports().url(peer + "-service"));
            }
        }
        if (service.equals("notification-service")) {
            variables.put("SPRING_MAIL_HOST", "127.0.0.1");
            variables.put("SPRING_MAIL_PORT", Integer.toString(settings.ports().port("smtp")));
        }
        variables.put("KEHU_PUBLICURL", settings.gatewayUrl());
    }
}
