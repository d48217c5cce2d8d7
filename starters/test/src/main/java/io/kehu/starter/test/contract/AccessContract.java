package io.kehu.starter.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.starter.security.access.AccessAutoConfiguration.AllAccessRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every operation of the service has exactly one rule, and every rule an operation. */
public final class AccessContract {

    private AccessContract() {}

    public static void verify(ApplicationContext context) {
        Set<String> served = served(context);
        List<String> ruled = context.getBean(AllAccessRules.class).list().stream()
                .map(rule -> rule.method() + " " + rule.path())
                .toList();
        assertThat(ruled).as("rules").doesNotHaveDuplicates();
        assertThat(new TreeSet<>(ruled)).as("rules against operations").isEqualTo(served);
    }

    /** Operations as {@code METHOD /path}, without the error page. */
    public static Set<String> served(ApplicationContext context) {
        Set<String> operations = new TreeSet<>();
        RequestMappingHandlerMapping mapping =
                context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
            List<String> methods = new ArrayList<>();
            for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                methods.add(HttpMethod.valueOf(method.name()).name());
            }
            for (String path : info.getPatternValues()) {
                if (!"/error".equals(path)) {
                    methods.forEach(method -> operations.add(method + " " + path));
                }
            }
        }
        return operations;
    }
}
