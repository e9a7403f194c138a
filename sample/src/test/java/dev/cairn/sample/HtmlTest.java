package dev.cairn.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void textsAreEscaped() {
        assertThat(Html.renderTable(List.of("a"), List.of(List.of("<b> & \"c\""))))
                .isEqualTo("<table>\n<tr><th>a</th></tr>\n<tr><td>&lt;b&gt; &amp; &quot;c&quot;</td></tr>\n</table>\n");
    }

    @Test
    void numbersAreAlignedToTheRightWithTheirTitle() {
        assertThat(Html.renderTable(
                        List.of("id", "name", "sold"),
                        List.of(List.of("1", "2 stones", "-"), List.of("2", "a", "7.50"))))
                .contains("<tr><th class=\"n\">id</th><th>name</th><th class=\"n\">sold</th></tr>")
                .contains("<tr><td class=\"n\">2</td><td>a</td><td class=\"n\">7.50</td></tr>");
    }
}
