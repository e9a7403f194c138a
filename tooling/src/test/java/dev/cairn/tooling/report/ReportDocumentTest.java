package dev.cairn.tooling.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportDocumentTest {
    private static ReportDocument createDocument() {
        return new ReportDocument("Plan of <shop>")
                .addHeading("V0001_Add *notes*")
                .addSubheading("Step 1: shop.order_lines")
                .addParagraph("a | b & `c`\nd")
                .addItems(List.of("[x](y)", "#1"))
                .addItems(List.of())
                .addTable(List.of("Name", "Text"), List.of(List.of("a|b", "<i>")))
                .addSql("SELECT '```' < 1\n");
    }

    @Test
    void markdownShowsTextsAsTheyAre() {
        assertThat(createDocument().toMarkdown()).isEqualTo("""
            # Plan of \\<shop\\>

            ## V0001_Add \\*notes\\*

            ### Step 1: shop.order_lines

            a | b & \\`c\\` d

            - \\[x\\](y)
            - \\#1

            | Name | Text |
            | --- | --- |
            | a\\|b | \\<i\\> |

            ````sql
            SELECT '```' < 1
            ````
            """);
    }

    @Test
    void textsBeginNoListsOrLines() {
        assertThat(new ReportDocument("Plan")
                        .addParagraph("- one")
                        .addParagraph("12. twelve")
                        .addParagraph("---")
                        .addParagraph("--flag, -1 and 1.5 remain")
                        .addParagraph("1.5 - 2")
                        .addItems(List.of("+ two", "3) three"))
                        .toMarkdown())
                .isEqualTo("""
                # Plan

                \\- one

                12\\. twelve

                \\---

                --flag, -1 and 1.5 remain

                1.5 - 2

                - \\+ two
                - 3\\) three
                """);
    }

    @Test
    void htmlShowsTextsAsTheyAre() {
        assertThat(createDocument().toHtml())
                .contains(
                        "<title>Plan of &lt;shop&gt;</title>",
                        "<h2>V0001_Add *notes*</h2>",
                        "<p>a | b &amp; `c`\nd</p>")
                .contains("<td>a|b</td><td>&lt;i&gt;</td>", "<code>SELECT '```' &lt; 1</code>");
    }
}
