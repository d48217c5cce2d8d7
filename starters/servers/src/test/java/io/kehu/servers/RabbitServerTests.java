package io.kehu.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RabbitServerTests {

    @TempDir
    private Path home;

    @Test
    void keepsConfirmedMessagesOverAKill() throws Exception {
        RabbitServer.Config config = new RabbitServer.Config(
                home, Ports.findFree(), Ports.findFree(), Ports.findFree(), Ports.findFree(), "secret");
        RabbitServer first = RabbitServer.start(config);
        first.management().createVirtualHost("shop");
        first.management().createUser("till", "drawer");
        first.management().permit("shop", "till", ".*", ".*", ".*");
        Instant declared = Instant.now();
        try (Connection connection = connect(config.port());
                Channel channel = connection.createChannel()) {
            channel.queueDeclare("kept", true, false, false, Map.of("x-queue-type", "quorum"));
            channel.confirmSelect();
            channel.basicPublish(
                    "", "kept", MessageProperties.PERSISTENT_BASIC, "hello".getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(5_000);
        }

        awaitQueueRegistered(declared);
        first.kill();
        RabbitServer second = RabbitServer.start(config);
        try (Connection connection = connect(config.port());
                Channel channel = connection.createChannel()) {
            assertThat(channel.basicGet("kept", true).getBody()).asString().isEqualTo("hello");
        } finally {
            second.stop();
        }
        assertThat(Ports.isFree(config.port())).isTrue();
        assertThat(Ports.isFree(config.portMapperPort())).isTrue();
    }

    /** RabbitMQ 3.10 writes its register of quorum queues about a second later; killed before that, it forgets a new queue. */
    private void awaitQueueRegistered(Instant declared) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            try (Stream<Path> files = Files.walk(home.resolve("data"))) {
                return files.filter(file -> file.endsWith("names.dets"))
                        .anyMatch(file -> file.toFile().lastModified() > declared.toEpochMilli() && isSaved(file));
            }
        });
    }

    /** The third word of an Erlang table file is 1 once everything in it is on disk. */
    private static boolean isSaved(Path table) {
        try (RandomAccessFile file = new RandomAccessFile(table.toFile(), "r")) {
            file.seek(2L * Integer.BYTES);
            return file.readInt() == 1;
        } catch (IOException e) {
            return false;
        }
    }

    private static Connection connect(int port) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setVirtualHost("shop");
        factory.setUsername("till");
        factory.setPassword("drawer");
        return factory.newConnection();
    }
}
