package io.kehu.starter.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaPartTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "Web", "web-2", "web; DROP TABLE x", "a name that is longer than thirty"})
    void aNameThatCannotEndATableNameIsRefused(String name) {
        assertThatThrownBy(() -> new SchemaPart(name, "classpath:db")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aShortLowerCaseNameIsTaken() {
        assertThat(new SchemaPart("web_second", "classpath:db").name()).isEqualTo("web_second");
    }
}
