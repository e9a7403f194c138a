package dev.cairn.sql.ast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.Placeholder.PlaceholderProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderTest {
    @ParameterizedTest
    @CsvSource({
        "${x, UNCLOSED",
        "a${x:3, UNCLOSED",
        "$${a}${x, UNCLOSED",
        "${}, UNNAMED",
        "${ :3}, UNNAMED",
        "${x}y, EMBEDDED"
    })
    void aValueIsOnePlaceholderOrHasNone(String value, PlaceholderProblem mistake) {
        assertThat(Placeholder.findProblem(value)).contains(mistake);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "$", "{x}", "$x", "${x}", "${x:}", "${x:a b}", "$${", "a$${x}b", "$${x}$${y}"})
    void allOtherValuesHaveNoMistake(String value) {
        assertThat(Placeholder.findProblem(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${x}", "a${b", "${a}${b}", "plain", "$"})
    void anEscapedTextIsUnescapedAnywhere(String text) {
        String value = Placeholder.escape(text);
        assertThat(Placeholder.findProblem(value)).isEmpty();
        assertThat(Placeholder.unescape(value)).isEqualTo(text);
    }

    @Test
    void aPlaceholderHasANameAndAFallback() {
        assertThat(Placeholder.parse("${replicas:3}")).isEqualTo(new Placeholder("replicas", "3"));
        assertThat(Placeholder.parse("${ replicas }")).isEqualTo(Placeholder.of("replicas"));
    }
}
