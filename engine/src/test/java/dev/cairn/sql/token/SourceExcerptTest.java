package dev.cairn.sql.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.Span;
import org.junit.jupiter.api.Test;

class SourceExcerptTest {
    private static String formatExcerpt(String text, String place) {
        return SourceExcerpt.format(text, new Span(1, 1, text.indexOf(place), place.length()));
    }

    @Test
    void theCaretIsBelowThePlace() {
        assertThat(formatExcerpt("SELECT a,\n\tb FROM t\nWHERE c", "FROM")).isEqualTo("""
                \tb FROM t
                \t  ^""");
    }

    @Test
    void theOmittedPartsOfALongLineAreMarked() {
        String line = "x".repeat(100) + "HERE" + "y".repeat(100);
        assertThat(formatExcerpt(line, "HERE"))
                .isEqualTo("…" + "x".repeat(60) + "HERE" + "y".repeat(56) + "…\n" + " ".repeat(61) + "^");
        assertThat(formatExcerpt("HERE" + "y".repeat(100), "HERE")).isEqualTo("HERE" + "y".repeat(56) + "…\n^");
        assertThat(formatExcerpt("x".repeat(100) + "HERE", "HERE"))
                .isEqualTo("…" + "x".repeat(60) + "HERE\n" + " ".repeat(61) + "^");
    }
}
