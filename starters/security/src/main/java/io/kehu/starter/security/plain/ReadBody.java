package io.kehu.starter.security.plain;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The body of a request, or as much as came of it and the failure that ended it, to be read again by others. */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record ReadBody(byte[] bytes, @Nullable IOException failure) {

    /** Of a request that says how long its body is. */
    static ReadBody of(HttpServletRequest request) {
        try {
            return new ReadBody(request.getInputStream().readNBytes(request.getContentLength()), null);
        } catch (IOException e) {
            return new ReadBody(new byte[0], e);
        }
    }

    HttpServletRequest again(HttpServletRequest request) {
        Stream stream = new Stream(new ByteArrayInputStream(bytes), failure);
        return new HttpServletRequestWrapper(request) {
            @Override
            public ServletInputStream getInputStream() {
                return stream;
            }
        };
    }

    private static final class Stream extends ServletInputStream {

        private final ByteArrayInputStream bytes;
        private final @Nullable IOException failure;

        Stream(ByteArrayInputStream bytes, @Nullable IOException failure) {
            this.bytes = bytes;
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            if (failure != null) {
                throw failure;
            }
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (failure != null) {
                throw failure;
            }
            return bytes.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("Bodies are read by the thread of their request.");
        }
    }
}
