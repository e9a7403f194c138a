package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.function.BuiltinFunctions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnknownFunctionTest {
    @Test
    void functionsOfOtherDatabasesAreAnsweredWithOwnOnes() {
        for (Map.Entry<String, String> function : UnknownFunction.STARROCKS_EQUIVALENTS.entrySet()) {
            assertThat(BuiltinFunctions.contains(function.getKey()))
                    .as(function.getKey())
                    .isFalse();
            String own = function.getValue().substring(0, function.getValue().indexOf('('));
            assertThat(own.equals("if") || BuiltinFunctions.contains(own))
                    .as(own)
                    .isTrue();
        }
    }

    @Test
    void otherUnknownFunctionsMayBeDeclared() {
        assertThat(new UnknownFunction("string_agg", "string_agg(varchar, varchar)").remedy())
                .isEqualTo("write group_concat(text, separator), which is the function of StarRocks");
        assertThat(new UnknownFunction("mask", "mask(varchar)").remedy()).contains("@Schema(functions = ");
    }
}
