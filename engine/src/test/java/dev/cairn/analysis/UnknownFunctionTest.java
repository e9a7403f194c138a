package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.function.BuiltinFunctions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnknownFunctionTest {
    @Test
    void functionsOfOtherDatabasesHaveExistingEquivalents() {
        for (Map.Entry<String, String> function : UnknownFunction.STARROCKS_CALL_BY_FOREIGN_NAME.entrySet()) {
            assertThat(BuiltinFunctions.contains(function.getKey()))
                    .as(function.getKey())
                    .isFalse();
            String equivalent =
                    function.getValue().substring(0, function.getValue().indexOf('('));
            assertThat(equivalent.equals("if") || BuiltinFunctions.contains(equivalent))
                    .as(equivalent)
                    .isTrue();
        }
    }

    @Test
    void otherUnknownFunctionsMayBeDeclared() {
        assertThat(new UnknownFunction("string_agg", "string_agg(varchar, varchar)", false).remedy())
                .isEqualTo("write group_concat(text, separator), which is the function of StarRocks");
        assertThat(new UnknownFunction("mask", "mask(varchar)", false).remedy())
                .contains("@Schema(functions = \"CREATE FUNCTION mask(varchar) RETURNS …\")");
        assertThat(new UnknownFunction("words", "words(varchar)", true).remedy())
                .contains("@Schema(functions = \"CREATE TABLE FUNCTION words(varchar) RETURNS …\")");
    }
}
