package dev.cairn.engine.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void valuesAreRead() {
        assertThat(JsonReader.read(" [1.5, 7, -10000000000000000000, true, false, null, {}, [], \"\\t\\\"\\u00e6\" ] "))
                .isEqualTo(List.of(1.5, 7L, -1e19, true, false, JsonReader.NULL, Map.of(), List.of(), "\t\"æ"));
        assertThat(JsonReader.read("{\"b\":1,\"a\":{\"c\":[]}}"))
                .isEqualTo(Map.of("a", Map.of("c", List.of()), "b", 1L))
                .hasToString("{a={c=[]}, b=1}");
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
                "1 2"
            })
    void invalidTextsAreRefused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMessageNamesThePositionOfTheError() {
        assertThatThrownBy(() -> JsonReader.read("{\"a\": }")).hasMessage("Unexpected '}' at character 7 of {\"a\": }");
        assertThatThrownBy(() -> JsonReader.read("[1")).hasMessage("Unexpected end of input: [1");
    }

    @Test
    void valuesAreWrittenOnOneLine() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("text", "\"\\\n\r\t\b\f\u0001");
        members.put("list", Arrays.asList(1, 2.5, true, null, JsonReader.NULL));
        members.put("empty", Map.of());

        assertThat(JsonWriter.COMPACT.text(members))
                .isEqualTo(
                        "{\"text\":\"\\\"\\\\\\n\\r\\t\\b\\f\\u0001\",\"list\":[1,2.5,true,null,null],\"empty\":{}}");
        assertThat(new JsonWriter(", ", ": ", number -> "~").text(List.of(0.5, Map.of("a", 1))))
                .isEqualTo("[~, {\"a\": 1}]");
    }
}
