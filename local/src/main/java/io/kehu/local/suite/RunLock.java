package io.kehu.local.suite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Only one command at a time changes what runs. The system releases the lock when the program ends, however it ends. */
public final class RunLock implements AutoCloseable {

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    public static RunLock take(Layout layout) {
        try {
            Files.createDirectories(layout.home());
            FileChannel channel = FileChannel.open(
                    layout.home().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new KehuException("Another kehu command is starting or stopping things. Wait for it to end.");
            }
            return new RunLock(channel);
        } catch (IOException e) {
            throw new KehuException(
                    "Cannot write to " + layout.home() + ". Check that the disk has room and is writable.", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new KehuException("The lock file cannot be closed.", e);
        }
    }
}
