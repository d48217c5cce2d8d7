package io.kehu.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A private RabbitMQ node made from the system's {@code rabbitmq-server} package: own name, ports, data, log and port mapper, so
 * that it never meets a broker the system runs.
 */
public final class RabbitServer {

    private static final Duration START_DEADLINE = Duration.ofSeconds(90);
    private static final Duration STOP_GRACE = Duration.ofSeconds(30);

    /** The package's own scripts come first: the wrapper on the PATH of Debian changes the user. */
    private static final List<Path> SCRIPTS = List.of(
            Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server"),
            Path.of("/usr/local/lib/rabbitmq/bin/rabbitmq-server"),
            Path.of("/opt/rabbitmq/sbin/rabbitmq-server"),
            Path.of("/usr/local/sbin/rabbitmq-server"),
            Path.of("/usr/sbin/rabbitmq-server"));

    private final Config config;
    private final ServerProcess portMapper;
    private final ServerProcess process;

    private RabbitServer(Config config, ServerProcess portMapper, ServerProcess process) {
        this.config = config;
        this.portMapper = portMapper;
        this.process = process;
    }

    /**
     * Where and how the node lives.
     *
     * @param home folder of this node: configuration, data, log and process ids
     * @param port AMQP on loopback
     * @param managementPort HTTP management on loopback
     * @param distributionPort Erlang distribution on loopback
     * @param portMapperPort Erlang port mapper on loopback
     * @param password of the administrator {@code kehu-admin}
     */
    public record Config(
            Path home, int port, int managementPort, int distributionPort, int portMapperPort, String password) {

        Path log() {
            return home.resolve("rabbitmq.log");
        }
    }

    /** Starts the node, or finds it running. */
    public static RabbitServer start(Config config) {
        Optional<RabbitServer> running = find(config);
        if (running.isPresent()) {
            running.get().awaitReady();
            return running.get();
        }
        Path script = script().orElseThrow(() -> new ServerFailedException(
                "RabbitMQ is not installed. Run: apt-get install -y rabbitmq-server (or set KEHU_RABBITMQ_URL)."));
        writeConfiguration(config);
        ServerProcess portMapper = ServerProcess.start(new ServerProcess.Spec(
                "Erlang port mapper",
                List.of("epmd", "-address", "127.0.0.1", "-port", Integer.toString(config.portMapperPort())),
                Map.of(),
                config.home(),
                config.log(),
                portMapperPid(config)));
        ServerProcess process;
        try {
            portMapper.awaitReady(() -> Ports.answers(config.portMapperPort()), START_DEADLINE);
            process = ServerProcess.start(new ServerProcess.Spec(
                    "RabbitMQ",
                    List.of(script.toString()),
                    environment(config),
                    config.home(),
                    config.log(),
                    nodePid(config)));
        } catch (RuntimeException e) {
            portMapper.stop("TERM", STOP_GRACE);
            throw e;
        }
        RabbitServer server = new RabbitServer(config, portMapper, process);
        try {
            server.awaitReady();
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
        return server;
    }

    /** The node if an earlier program left it running. */
    public static Optional<RabbitServer> find(Config config) {
        Optional<ServerProcess> mapper = ServerProcess.find("Erlang port mapper", config.log(), portMapperPid(config));
        Optional<ServerProcess> node = ServerProcess.find("RabbitMQ", config.log(), nodePid(config));
        if (node.isPresent() && mapper.isPresent()) {
            return Optional.of(new RabbitServer(config, mapper.get(), node.get()));
        }
        node.ifPresent(ServerProcess::kill);
        mapper.ifPresent(process -> process.stop("TERM", STOP_GRACE));
        return Optional.empty();
    }

    /** The package's server script, if RabbitMQ is installed. */
    public static Optional<Path> script() {
        return SCRIPTS.stream().filter(Files::isExecutable).findFirst();
    }

    public ServerProcess process() {
        return process;
    }

    public int port() {
        return config.port();
    }

    public RabbitManagement management() {
        return new RabbitManagement("http://127.0.0.1:" + config.managementPort(), "kehu-admin", config.password());
    }

    /** Orderly end of the node and of its port mapper. */
    public void stop() {
        process.stop("TERM", STOP_GRACE);
        portMapper.stop("TERM", STOP_GRACE);
    }

    /** {@code kill -9} of the node. The port mapper lives on, as it would on a real machine. */
    public void kill() {
        process.kill();
    }

    private void awaitReady() {
        RabbitManagement management = management();
        process.awaitReady(() -> Ports.answers(config.port()) && management.answers(), START_DEADLINE);
    }

    private static Path nodePid(Config config) {
        return config.home().resolve("rabbitmq.pid");
    }

    private static Path portMapperPid(Config config) {
        return config.home().resolve("epmd.pid");
    }

    private static Map<String, String> environment(Config config) {
        Path home = config.home().toAbsolutePath();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", home.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("ERL_EPMD_PORT", Integer.toString(config.portMapperPort()));
        environment.put("RABBITMQ_NODENAME", "kehu@localhost");
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(config.distributionPort()));
        environment.put("RABBITMQ_CONFIG_FILE", home.resolve("rabbitmq").toString());
        environment.put(
                "RABBITMQ_CONF_ENV_FILE", home.resolve("rabbitmq-env.conf").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE", home.resolve("enabled_plugins").toString());
        environment.put("RABBITMQ_MNESIA_BASE", home.resolve("data").toString());
        environment.put("RABBITMQ_LOG_BASE", home.resolve("log").toString());
        environment.put("RABBITMQ_PID_FILE", home.resolve("node.pid").toString());
        // Schedulers that spin while idle would take a fifth of a small machine from the services.
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                "+sbwt none +sbwtdcpu none +sbwtdio none" + " -kernel inet_dist_use_interface {127,0,0,1}");
        return environment;
    }

    private static void writeConfiguration(Config config) {
        String configuration = """
                listeners.tcp.default = 127.0.0.1:%d
                management.tcp.ip = 127.0.0.1
                management.tcp.port = %d
                default_user = kehu-admin
                default_pass = %s
                vm_memory_high_watermark.absolute = 1GB
                disk_free_limit.absolute = 200MB
                log.console = false
                log.file.level = warning
                collect_statistics_interval = 10000
                """.formatted(config.port(), config.managementPort(), config.password());
        try {
            Files.createDirectories(config.home().resolve("log"));
            Files.createDirectories(config.home().resolve("data"));
            Files.writeString(config.home().resolve("rabbitmq.conf"), configuration);
            Files.writeString(config.home().resolve("rabbitmq-env.conf"), "");
            Files.writeString(config.home().resolve("enabled_plugins"), "[rabbitmq_management].\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
