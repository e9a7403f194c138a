package dev.cairn.site;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Examples in pages get marks for keywords, texts, numbers and comments. */
class CodeHighlighterTest {
    @Test
    void javaIsMarked() {
        assertThat(CodeHighlighter.highlight("java", "@Table record A(int b) {} // \"c\" < 3"))
                .isEqualTo(
                        "<span class=\"tk\">@Table</span> <span class=\"tk\">record</span> A(<span class=\"tk\">int</span> b) {}"
                                + " <span class=\"tc\">// &quot;c&quot; &lt; 3</span>");
        assertThat(CodeHighlighter.highlight("java", "f(\"\"\"\n  return \"x\"\n  \"\"\", 12)"))
                .isEqualTo(
                        "f(<span class=\"ts\">&quot;&quot;&quot;\n  return &quot;x&quot;\n  &quot;&quot;&quot;</span>,"
                                + " <span class=\"tn\">12</span>)");
    }

    @Test
    void sqlIsMarkedInAnyCase() {
        assertThat(CodeHighlighter.highlight("sql", "select `from` FROM t -- x"))
                .isEqualTo(
                        "<span class=\"tk\">select</span> `from` <span class=\"tk\">FROM</span> t <span class=\"tc\">-- x</span>");
    }

    @Test
    void namesOfLanguagesMayBeInUpperCase() {
        assertThat(CodeHighlighter.highlight("SQL", "FROM t")).isEqualTo("<span class=\"tk\">FROM</span> t");
    }

    @Test
    void unknownLanguagesAreOnlyEscaped() {
        assertThat(CodeHighlighter.highlight("", "cairn sql 3:5 > \"a\""))
                .isEqualTo("cairn sql 3:5 &gt; &quot;a&quot;");
    }
}
