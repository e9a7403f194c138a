package dev.cairn.tooling.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MermaidFlowchartTest {
    @Test
    void aLabelShowsTheSignsOfHtml() {
        assertThat(MermaidFlowchart.quote("<i>a</i> &lt; \"b\"\n#1"))
                .isEqualTo("\"#lt;i#gt;a#lt;/i#gt; #amp;lt; #quot;b#quot; #35;1\"");
    }
}
