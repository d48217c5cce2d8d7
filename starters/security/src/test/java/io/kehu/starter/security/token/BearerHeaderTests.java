package io.kehu.starter.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

/** The header is read as Spring Security's own resolver reads it. */
class BearerHeaderTests {

    private final BearerHeader ours = new BearerHeader();
    private final DefaultBearerTokenResolver theirs = new DefaultBearerTokenResolver();

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer abc.DEF-_~+/123", "bearer abc==", "BEARER a", "Basic abc", "", "Bear abc", "Token abc"})
    void whatIsFineIsReadAlike(String header) {
        assertThat(ours.resolve(with(header))).isEqualTo(theirs.resolve(with(header)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer  abc",
                "Bearer abc ",
                "Bearer abc def",
                "Bearer ab=c",
                "Bearer =",
                "Bearer 客户",
                "Bearer\tabc",
                "Bearerabc",
                "Bearer a,b"
            })
    void whatIsMalformedIsRefusedAlike(String header) {
        assertThatThrownBy(() -> theirs.resolve(with(header))).isInstanceOf(OAuth2AuthenticationException.class);
        assertThatThrownBy(() -> ours.resolve(with(header))).isInstanceOf(OAuth2AuthenticationException.class);
    }

    @Test
    void withoutAHeaderThereIsNoTokenWhateverTheQuerySays() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setParameter("access_token", "abc");

        assertThat(ours.resolve(request)).isNull();
    }

    private static MockHttpServletRequest with(String header) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Authorization", header);
        return request;
    }
}
