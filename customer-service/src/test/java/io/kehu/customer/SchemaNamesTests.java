package io.kehu.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The API document knows types by their simple names: of two with the same one it would show either in the place of both. */
@CustomerServiceTest
class SchemaNamesTests {

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping operations;

    @Test
    void noTwoTypesOfTheApiHaveOneName() {
        Map<String, Set<Class<?>>> byName = new TreeMap<>();
        Set<Class<?>> seen = new HashSet<>();
        for (HandlerMethod operation : operations.getHandlerMethods().values()) {
            if (operation.getBeanType().getName().startsWith("io.kehu.")) {
                collect(operation.getMethod().getGenericReturnType(), seen, byName);
                Arrays.stream(operation.getMethod().getParameters())
                        .filter(parameter -> parameter.isAnnotationPresent(RequestBody.class))
                        .forEach(parameter -> collect(parameter.getParameterizedType(), seen, byName));
            }
        }

        assertThat(byName).containsKeys("CustomerView", "TagLabel", "Label");
        assertThat(byName).allSatisfy((name, types) -> assertThat(types).hasSize(1));
    }

    private static void collect(Type type, Set<Class<?>> seen, Map<String, Set<Class<?>>> byName) {
        switch (type) {
            case ParameterizedType generic -> {
                collect(generic.getRawType(), seen, byName);
                collect(List.of(generic.getActualTypeArguments()), seen, byName);
            }
            case WildcardType wildcard -> collect(List.of(wildcard.getUpperBounds()), seen, byName);
            case Class<?> one
            when one.isRecord() && one.getName().startsWith("io.kehu.") && seen.add(one) -> {
                if (one.getTypeParameters().length == 0) {
                    Schema schema = one.getAnnotation(Schema.class);
                    String name = schema == null || schema.name().isEmpty() ? one.getSimpleName() : schema.name();
                    byName.computeIfAbsent(name, key -> new HashSet<>()).add(one);
                }
                collect(
                        Arrays.stream(one.getRecordComponents())
                                .map(RecordComponent::getGenericType)
                                .toList(),
                        seen,
                        byName);
            }
            default -> {}
        }
    }

    private static void collect(List<Type> types, Set<Class<?>> seen, Map<String, Set<Class<?>>> byName) {
        types.forEach(type -> collect(type, seen, byName));
    }
}
