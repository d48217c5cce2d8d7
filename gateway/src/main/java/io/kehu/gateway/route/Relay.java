package io.kehu.gateway.route;

import io.kehu.starter.web.problem.BodyTooLargeException;
import io.kehu.starter.web.problem.CommonProblem;
import io.kehu.starter.web.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.server.mvc.config.GatewayMvcProperties;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.cloud.gateway.server.mvc.handler.RestClientProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Passes a request on with its query as it was written, and tells a caller's faults from a service's. */
@Component
class Relay extends RestClientProxyExchange {

    Relay(RestClient.Builder client, GatewayMvcProperties properties) {
        super(client.build(), properties);
    }

    @Override
    public ServerResponse exchange(Request request) {
        try {
            return super.exchange(new AsWritten(request, address(request)));
        } catch (ResourceAccessException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof BodyTooLargeException tooLarge) {
                    throw new UncheckedIOException(tooLarge);
                }
            }
            throw failure;
        }
    }

    @Override
    protected int copyResponseBody(ClientHttpResponse response, InputStream body, OutputStream caller)
            throws IOException {
        return super.copyResponseBody(response, new AnswerBody(body), caller);
    }

    private static URI address(Request request) {
        URI path = Objects.requireNonNull(request.getUri());
        String query = request.getServerRequest().servletRequest().getQueryString();
        try {
            return query == null ? path : new URI(path + "?" + query);
        } catch (URISyntaxException e) {
            throw new ProblemException(CommonProblem.MALFORMED_REQUEST);
        }
    }

    /** The request with another address. */
    private record AsWritten(Request request, URI address) implements ProxyExchange.Request {

        @Override
        public HttpMethod getMethod() {
            return request.getMethod();
        }

        @Override
        public URI getUri() {
            return address;
        }

        @Override
        public ServerRequest getServerRequest() {
            return request.getServerRequest();
        }

        @Override
        public Collection<ProxyExchange.ResponseConsumer> getResponseConsumers() {
            return request.getResponseConsumers();
        }

        @Override
        public HttpHeaders getHeaders() {
            return request.getHeaders();
        }
    }

    /** Says of a failure that it was the service's answer that broke, not the way to the caller. */
    private static final class AnswerBody extends FilterInputStream {

        AnswerBody(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw new BrokenAnswerException(e);
            }
        }

        @Override
        public int read(byte @Nullable [] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                throw new BrokenAnswerException(e);
            }
        }
    }
}
