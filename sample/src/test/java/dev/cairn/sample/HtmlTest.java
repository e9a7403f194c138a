package dev.cairn.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void textsAreEscaped() {
        assertThat(Html.table(List.of("a"), List.of(List.of("<b> & \"c\""))))
                .isEqualTo("<table>\n<tr><th>a</th></tr>\n<tr><td>&lt;b&gt; &amp; &quot;c&quot;</td></tr>\n</table>\n");
    }
}
