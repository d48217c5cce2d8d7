package io.kehu.starter.web.version;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The examples of RFC 7396, appendix A, as far as the patch is an object: others we refuse. */
class MergePatchTests {

    private final JsonMapper mapper = JsonMapper.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':'b'} | {'a':'c'} | {'a':'c'}",
                "{'a':'b'} | {'b':'c'} | {'a':'b','b':'c'}",
                "{'a':'b'} | {'a':null} | {}",
                "{'a':'b','b':'c'} | {'a':null} | {'b':'c'}",
                "{'a':['b']} | {'a':'c'} | {'a':'c'}",
                "{'a':'c'} | {'a':['b']} | {'a':['b']}",
                "{'a':{'b':'c'}} | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]} | {'a':[1]} | {'a':[1]}",
                "{'e':null} | {'a':1} | {'e':null,'a':1}",
                "[1,2] | {'a':'b','c':null} | {'a':'b'}",
                "{} | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}",
            })
    void mergesAsTheStandardSays(String target, String patch, String result) {
        assertThat(patch(patch).appliedTo(mapper.readTree(json(target)))).isEqualTo(mapper.readTree(json(result)));
    }

    @Test
    void leavesTheTargetAlone() {
        var target = mapper.readTree(json("{'a':{'b':1}}"));

        patch("{'a':{'b':2}}").appliedTo(target);

        assertThat(target).isEqualTo(mapper.readTree(json("{'a':{'b':1}}")));
    }

    @Test
    void saysWhichMembersItTouches() {
        assertThat(patch("{'a':1,'b':null}").members()).containsExactly("a", "b");
    }

    private MergePatch patch(String text) {
        return mapper.readValue(json(text), MergePatch.class);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
