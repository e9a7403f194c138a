package dev.cairn.internal.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
    @Test
    void stringsAreUnquotedAndOtherValuesAreJson() {
        assertThat(JsonFields.parse("""
                { "Status" : "Success", "TxnId":7,"ok": true, "none": null,
                  "nested": {"a": [1, "}"]}, "list": [ ] }"""))
                .containsOnly(
                        entry("Status", "Success"),
                        entry("TxnId", "7"),
                        entry("ok", "true"),
                        entry("nested", "{\"a\":[1,\"}\"]}"),
                        entry("list", "[]"));
    }

    @Test
    void escapesAreRead() {
        assertThat(JsonFields.parse("{\"a\":\"\\\"\\\\\\/\\n\\t\\u00e6\"}")).containsEntry("a", "\"\\/\n\tæ");
    }

    @Test
    void anObjectMayBeEmpty() {
        assertThat(JsonFields.parse(" {} ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":\"b", "{\"a\":\"\\", "{\"a\":\"\\u00"})
    void textsOtherThanObjectsAreRefused(String text) {
        assertThatThrownBy(() -> JsonFields.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
