package io.kehu.local.suite;

import io.kehu.servers.RabbitManagement;
import io.kehu.servers.RabbitServer;
import io.kehu.servers.ServerProcess;
import io.kehu.servers.ServiceBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** RabbitMQ with a virtual host and a narrow user for each service: our own node, or the one {@code KEHU_RABBITMQ_URL} names. */
public final class RabbitPart implements Part {

    public static final String VIRTUAL_HOST = "kehu";

    private static final List<String> DOMAINS = List.of("identity", "customer", "loyalty", "feedback", "notification");

    private final Settings settings;

    public RabbitPart(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "rabbitmq";
    }

    @Override
    public void start(Progress.Step step) {
        if (external().isEmpty()) {
            installIfMissing(step);
            RabbitServer.start(config());
        }
        RabbitManagement management = management();
        management.createVirtualHost(VIRTUAL_HOST);
        management.permit(VIRTUAL_HOST, administrator(), ".*", ".*", ".*");
        for (String domain : DOMAINS) {
            broker(domain).create(management);
        }
    }

    /** The user that sets things up. */
    public String administrator() {
        return external().map(uri -> userInfo(uri)[0]).orElse("kehu-admin");
    }

    public ServiceBroker broker(String domain) {
        return new ServiceBroker(
                VIRTUAL_HOST, domain, domain + "-service", settings.secrets().password("broker-" + domain));
    }

    public RabbitManagement management() {
        return external()
                .map(uri -> new RabbitManagement(
                        settings.environment()
                                .text("KEHU_RABBITMQ_MANAGEMENT_URL")
                                .orElse("http://" + uri.getHost() + ":15672"),
                        userInfo(uri)[0],
                        userInfo(uri)[1]))
                .orElseGet(() -> new RabbitManagement(
                        settings.ports().url("rabbitmq-management"),
                        "kehu-admin",
                        settings.secrets().password("rabbitmq")));
    }

    /** Where services connect to. */
    public String amqpUrl() {
        return external()
                .map(uri -> "amqp://" + uri.getHost() + ":" + (uri.getPort() < 0 ? 5672 : uri.getPort()))
                .orElse("amqp://127.0.0.1:" + settings.ports().port("rabbitmq"));
    }

    @Override
    public void stop() {
        if (external().isEmpty()) {
            RabbitServer.find(config()).ifPresent(RabbitServer::stop);
        }
    }

    @Override
    public Optional<ServerProcess> process() {
        return external().isPresent()
                ? Optional.empty()
                : ServerProcess.find(
                        "RabbitMQ",
                        settings.layout().rabbit().resolve("rabbitmq.log"),
                        settings.layout().rabbit().resolve("rabbitmq.pid"));
    }

    @Override
    public boolean isReady() {
        return management().answers();
    }

    @Override
    public @Nullable String address() {
        return amqpUrl();
    }

    public RabbitServer.Config config() {
        PortPlan ports = settings.ports();
        return new RabbitServer.Config(
                settings.layout().rabbit(),
                ports.port("rabbitmq"),
                ports.port("rabbitmq-management"),
                ports.port("rabbitmq-distribution"),
                ports.port("rabbitmq-mapper"),
                settings.secrets().password("rabbitmq"));
    }

    /** Root on a Debian-like system gets the package; anybody else gets the one command to type. */
    public void installIfMissing(Progress.Step step) {
        if (RabbitServer.script().isPresent()) {
            return;
        }
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            throw new KehuException("RabbitMQ is missing. Run: sudo apt-get install -y rabbitmq-server");
        }
        step.doing("installing rabbitmq-server with apt-get");
        Path log = settings.layout().log("apt-get");
        if (!aptGet(log, "install") && !(aptGet(log, "update") && aptGet(log, "install"))) {
            throw new KehuException("apt-get could not install rabbitmq-server; see " + log
                    + ", or set KEHU_RABBITMQ_URL to an existing server.");
        }
    }

    private static boolean aptGet(Path log, String action) {
        List<String> command = "install".equals(action)
                ? List.of("apt-get", "install", "-y", "--no-install-recommends", "rabbitmq-server")
                : List.of("apt-get", action);
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            return builder.start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<URI> external() {
        return settings.environment().text("KEHU_RABBITMQ_URL").map(URI::create);
    }

    private static String[] userInfo(URI uri) {
        String info = uri.getUserInfo();
        return info == null ? new String[] {"guest", "guest"} : info.split(":", 2);
    }
}
