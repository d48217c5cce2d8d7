package io.kehu.customer.transfer;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.function.IntFunction;

/** An uploaded file for readers that jump about in it, such as those of archives; one chunk of it is open at a time. */
final class SealedChannel implements SeekableByteChannel {

    private final long size;
    private final int chunkBytes;
    private final IntFunction<byte[]> chunks;
    private byte[] current = new byte[0];
    private int currentIndex = -1;
    private long position;
    private boolean open = true;

    /** @param chunks opens the chunk of a position; all but the last have the full length */
    SealedChannel(long size, int chunkBytes, IntFunction<byte[]> chunks) {
        this.size = size;
        this.chunkBytes = chunkBytes;
        this.chunks = chunks;
    }

    @Override
    public int read(ByteBuffer target) throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
        if (position >= size) {
            return -1;
        }
        int index = (int) (position / chunkBytes);
        if (index != currentIndex) {
            current = chunks.apply(index);
            currentIndex = index;
        }
        int offset = (int) (position % chunkBytes);
        int count = Math.min(target.remaining(), current.length - offset);
        target.put(current, offset, count);
        position += count;
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        if (newPosition < 0) {
            throw new IllegalArgumentException("A position is not negative.");
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }
}
