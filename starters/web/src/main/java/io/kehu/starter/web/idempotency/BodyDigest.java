package io.kehu.starter.web.idempotency;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Hashes the body of a keyed request while it is read, so that the same key with another body is noticed. */
final class BodyDigest extends OncePerRequestFilter {

    private static final String ATTRIBUTE = BodyDigest.class.getName();

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(IdempotentRequests.HEADER) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        MessageDigest digest = begun(request);
        request.setAttribute(ATTRIBUTE, digest);
        chain.doFilter(new DigestedRequest(request, digest), response);
    }

    /** The hash over method, address and body of a request whose body has been read. */
    static byte[] of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof MessageDigest digest) {
            try {
                return ((MessageDigest) digest.clone()).digest();
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("The digest filter did not see this request.");
    }

    /** The same hash, where the filter did not see the request. */
    static byte[] of(HttpServletRequest request, byte[] body) {
        return begun(request).digest(body);
    }

    private static MessageDigest begun(HttpServletRequest request) {
        MessageDigest digest = sha256();
        digest.update((request.getMethod() + " " + request.getRequestURI() + "?" + request.getQueryString() + "\n")
                .getBytes(StandardCharsets.UTF_8));
        return digest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class DigestedRequest extends HttpServletRequestWrapper {

        private final MessageDigest digest;

        DigestedRequest(HttpServletRequest request, MessageDigest digest) {
            super(request);
            this.digest = digest;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new DigestedStream(super.getInputStream(), digest);
        }
    }

    private static final class DigestedStream extends ServletInputStream {

        private final ServletInputStream delegate;
        private final MessageDigest digest;

        DigestedStream(ServletInputStream delegate, MessageDigest digest) {
            this.delegate = delegate;
            this.digest = digest;
        }

        @Override
        public int read() throws IOException {
            int value = delegate.read();
            if (value >= 0) {
                digest.update((byte) value);
            }
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = delegate.read(bytes, offset, length);
            if (read > 0) {
                digest.update(bytes, offset, read);
            }
            return read;
        }

        @Override
        public boolean isFinished() {
            return delegate.isFinished();
        }

        @Override
        public boolean isReady() {
            return delegate.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            delegate.setReadListener(listener);
        }
    }
}
