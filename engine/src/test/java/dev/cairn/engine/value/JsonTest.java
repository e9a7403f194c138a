package dev.cairn.engine.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.engine.value.JsonReader.JsonSyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks how JSON is read, validated as a default, and written. */
class JsonTest {
    @Test
    void valuesAreRead() {
        assertThat(JsonReader.read(" [1.5, 7, -10000000000000000000, true, false, null, {}, [], \"\\t\\\"\\u00e6\" ] "))
                .isEqualTo(List.of(1.5, 7L, -1e19, true, false, JsonReader.NULL, Map.of(), List.of(), "\t\"æ"));
        assertThat(JsonReader.read("{\"b\":1,\"a\":{\"c\":[]}}"))
                .isEqualTo(Map.of("a", Map.of("c", List.of()), "b", 1L))
                .hasToString("{a={c=[]}, b=1}");
    }

    @Test
    void theDepthOfAWrittenDocumentIsNotLimited() {
        String document = "[{\"a\":".repeat(50_000) + "1" + "}]".repeat(50_000);
        assertThat(JsonWriter.COMPACT.format(JsonReader.read(document))).isEqualTo(document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\" 1}",
                "[1,",
                "\"a",
                "\"\\",
                "\"\\x\"",
                "\"\\u12",
                "\"\\u12g4\"",
                "tru",
                "x",
                "1-2",
                "1 2",
                " ",
                "text",
                "}",
                "[",
                "]",
                "[1",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{]",
                "[}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "\"text",
                "\"a\nb\"",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "0x1",
                "NaN",
                "Infinity",
                "True",
                "nul",
                "// comment\n{}",
                "\u00a0{}"
            })
    void invalidTextsAreRefused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(JsonSyntaxException.class);
        assertThatThrownBy(() -> JsonReader.requireValid(text)).isInstanceOf(JsonSyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " [ ] ",
                "{\"a\":1}",
                "{\"a\" : [1, 2.5, -3e+10, 0, -0.1E-2], \"b\" : {\"c\" : null}}",
                "[true,false,null,\"x\",[],{}]",
                "[[[]],[[{}]]]",
                "\"text\"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\"",
                "12",
                "true",
                "null",
                "\t{\n\"ü😀\" : \"☂\"\r}",
                "{\"a\":1,\"a\":2}",
            })
    void validTextsAreAccepted(String text) {
        assertThatCode(() -> JsonReader.requireValid(text)).doesNotThrowAnyException();
        assertThat(JsonReader.read(text)).isNotNull();
    }

    @Test
    void theDepthIsNotLimited() {
        int depth = 100_000;
        assertThatCode(() -> JsonReader.requireValid("[".repeat(depth) + "]".repeat(depth)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> JsonReader.requireValid("[".repeat(depth) + "]".repeat(depth - 1)))
                .hasMessageContaining("end of input");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "True",
                "NULL",
                "{\"a\": 1} and more",
                "\"\\'\"",
                "\"a\nb\"",
                "[1, FALSE]",
                "-0.5e+3",
                "[[]] ]"
            })
    void defaultsThatGsonReadsAreAccepted(String text) {
        assertThat(JsonDefaultSyntax.accepts(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1,]",
                "{a: 1}",
                "{'a': 1}",
                "01",
                "+1",
                "nul",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u123",
                "[1 2]"
            })
    void otherDefaultsAreRefused(String text) {
        assertThat(JsonDefaultSyntax.accepts(text)).isFalse();
    }

    @Test
    void defaultsAreNestedAtMostAsDeeplyAsGsonAllows() {
        assertThat(JsonDefaultSyntax.accepts("[".repeat(500) + "1" + "]".repeat(500)))
                .isTrue();
        assertThat(JsonDefaultSyntax.accepts("[".repeat(501) + "1" + "]".repeat(501)))
                .isFalse();
    }

    @Test
    void theMessageNamesThePositionOfTheError() {
        assertThatThrownBy(() -> JsonReader.read("{\"a\": }")).hasMessage("Unexpected '}' at character 7 of {\"a\": }");
        assertThatThrownBy(() -> JsonReader.read("[1")).hasMessage("Unexpected end of input: [1");
        assertThatThrownBy(() -> JsonReader.read("{a:1}"))
                .hasMessage("Expected a name in quotes and a colon at character 2 of {a:1}");
    }

    @Test
    void valuesAreWrittenOnOneLine() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("text", "\"\\\n\r\t\b\f\u0001");
        members.put("list", Arrays.asList(1, 2.5, true, null, JsonReader.NULL));
        members.put("empty", Map.of());

        assertThat(JsonWriter.COMPACT.format(members))
                .isEqualTo(
                        "{\"text\":\"\\\"\\\\\\n\\r\\t\\b\\f\\u0001\",\"list\":[1,2.5,true,null,null],\"empty\":{}}");
        assertThat(new JsonWriter(", ", ": ", number -> "~").format(List.of(0.5, Map.of("a", 1))))
                .isEqualTo("[~, {\"a\": 1}]");
    }
}
