package io.kehu.starter.security.access;

import jakarta.servlet.ServletException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;

/**
 * What happens to a request no rule names. A signed-in caller may pass only when no controller would answer, so that the web layer says
 * 404 or 405; an operation that exists but has no rule is refused.
 */
final class UnknownOperation implements AuthorizationManager<RequestAuthorizationContext> {

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        Authentication caller = authentication.get();
        boolean signedIn =
                caller != null && caller.isAuthenticated() && !(caller instanceof AnonymousAuthenticationToken);
        return new AuthorizationDecision(signedIn && !isServed(context));
    }

    private static boolean isServed(RequestAuthorizationContext context) {
        var application = org.springframework.web.context.support.WebApplicationContextUtils.getWebApplicationContext(
                context.getRequest().getServletContext());
        if (application == null) {
            return true;
        }
        // All of them: what an operator exposes of Actuator is an operation as well.
        for (HandlerMapping mapping :
                application.getBeansOfType(HandlerMapping.class).values()) {
            try {
                HandlerExecutionChain chain = mapping.getHandler(context.getRequest());
                if (chain != null) {
                    return true;
                }
            } catch (ServletException e) {
                // The path is known and the method or media type is not: the web layer's own answer is the right one.
                return false;
            } catch (Exception e) {
                return true;
            }
        }
        return false;
    }
}
