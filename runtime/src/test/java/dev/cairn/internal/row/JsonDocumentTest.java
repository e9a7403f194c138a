package dev.cairn.internal.row;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDocumentTest {
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
    void validJsonIsAccepted(String text) {
        assertThatCode(() -> JsonDocument.require(text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "text",
                "{",
                "}",
                "[",
                "]",
                "[1",
                "[1,",
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
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\",
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
                "\u00a0{}",
            })
    void invalidJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonDocument.require(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a JSON document");
    }

    @Test
    void deeplyNestedJsonIsAccepted() {
        int deep = 100_000;
        assertThatCode(() -> JsonDocument.require("[".repeat(deep) + "]".repeat(deep)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> JsonDocument.require("[".repeat(deep) + "]".repeat(deep - 1)))
                .hasMessageContaining("unexpected end of input");
    }

    @Test
    void theMessageNamesThePositionOfTheError() {
        assertThatThrownBy(() -> JsonDocument.require("{\"a\": nope}"))
                .hasMessage("the text is not a JSON document: unexpected 'n' at character 7");
    }

    @Test
    void documentsOfMoreThanSixteenMegabytesAreRefused() {
        String text = "\"" + "x".repeat(JsonDocument.MOST_BYTES) + "\"";
        assertThatThrownBy(() -> JsonDocument.require(text)).hasMessageContaining("more than the 16 MB");
    }
}
