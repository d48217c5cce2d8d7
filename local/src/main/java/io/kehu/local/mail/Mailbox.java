package io.kehu.local.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Mails as files, one each, named by arrival. */
final class Mailbox {

    private final Path folder;
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final AtomicLong counter = new AtomicLong();

    Mailbox(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(folder)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".eml"))
                        .map(name -> name.substring(0, name.length() - ".eml".length()))
                        .sorted()
                        .forEach(ids::add);
            }
            counter.set(ids.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On disk before the sender hears that it was taken. */
    void keep(byte[] data) {
        String id = "%09d-%s"
                .formatted(
                        counter.incrementAndGet(), UUID.randomUUID().toString().substring(0, 8));
        try {
            Path draft = folder.resolve(id + ".tmp");
            Files.write(draft, data);
            Files.move(draft, folder.resolve(id + ".eml"), StandardCopyOption.ATOMIC_MOVE);
            ids.add(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return ids.size();
    }

    /** Newest first. */
    List<Mail> list(@Nullable String to, int limit) {
        return ids.reversed().stream()
                .flatMap(id -> find(id).stream())
                .filter(mail -> to == null || mail.to().toLowerCase(Locale.ROOT).contains(to.toLowerCase(Locale.ROOT)))
                .limit(limit)
                .toList();
    }

    Optional<Mail> find(String id) {
        if (!ids.contains(id)) {
            return Optional.empty();
        }
        Path file = folder.resolve(id + ".eml");
        try {
            Instant received = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(read(id, received, Files.readAllBytes(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Mail read(String id, Instant received, byte[] data) throws IOException {
        try {
            MimeMessage message =
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(data));
            String to = message.getHeader("To", ", ");
            String subject = message.getSubject();
            return new Mail(id, received, to == null ? "" : to, subject == null ? "" : subject, text(message));
        } catch (MessagingException e) {
            throw new IOException(e);
        }
    }

    /** The first plain text of a message. */
    private static String text(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                String text = text(multipart.getBodyPart(i));
                if (!text.isEmpty()) {
                    return text;
                }
            }
            return "";
        }
        return part.isMimeType("text/plain") ? part.getContent().toString() : "";
    }
}
