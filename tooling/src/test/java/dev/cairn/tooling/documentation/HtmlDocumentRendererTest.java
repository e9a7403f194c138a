package dev.cairn.tooling.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.value.JsonReader;
import dev.cairn.tooling.documentation.SchemaDocument.ObjectConnections;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlDocumentRendererTest {
    private static final int MAX_PAGE_BYTES = 2_000_000;
    private static final double MIN_TEXT_CONTRAST = 4.5;
    private static final double MIN_MARK_CONTRAST = 3;

    @TempDir
    private Path folder;

    private static Map<?, ?> parseData(String page) {
        Matcher data =
                Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(page);
        assertThat(data.find()).isTrue();
        return (Map<?, ?>) JsonReader.read(data.group(1));
    }

    @Test
    void equalSchemasHaveEqualPages() {
        assertThat(HtmlDocumentRenderer.render(DocumentedSchemas.shop()))
                .isEqualTo(HtmlDocumentRenderer.render(DocumentedSchemas.shop()));
    }

    @Test
    void thePageLoadsNothing() {
        String page = HtmlDocumentRenderer.render(DocumentedSchemas.shop());
        String pageWithoutData = page.replaceAll("(?s)id=\"data\">.*?</script>", "")
                .replace("http://www.w3.org/2000/svg", "")
                .replaceAll("data:image/svg\\+xml,[^\"]*", "");
        assertThat(pageWithoutData)
                .doesNotContain("http:", "https:", "//cdn", "@import", "url(h", " src=", "fetch(", "XMLHttp");
    }

    @Test
    void textsCannotEndTheScript() {
        SchemaDocument document = DocumentedSchemas.of(
                folder,
                "CREATE TABLE t (a INT COMMENT \"</script><script>alert(1)</script><!--\") COMMENT \"<img src=x onerror=alert(1)>\";");
        String page = HtmlDocumentRenderer.render(document);
        assertThat(page).doesNotContain("<script>alert", "<img", "<!--");
        Map<?, ?> table = (Map<?, ?>) ((List<?>) parseData(page).get("objects")).get(0);
        assertThat(table.get("comment")).isEqualTo("<img src=x onerror=alert(1)>");
        assertThat(String.valueOf(table.get("columns"))).contains("</script><script>alert(1)</script><!--");
        assertThat(HtmlDocumentRenderer.render(new SchemaDocument(
                        "</title>&", "", List.of(), new ObjectConnections(List.of(), List.of()), List.of(), List.of())))
                .contains("<title>&lt;/title&gt;&amp;</title>");
    }

    @Test
    void threeHundredTablesAreLessThanTwoMegabytes() {
        SchemaDocument document = DocumentedSchemas.of(folder, DocumentedSchemas.renderTables(300));
        assertThat(document.objects()).hasSize(300 + 100 + 33);
        assertThat(document.omissions()).isEmpty();
        assertThat(HtmlDocumentRenderer.render(document).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(MAX_PAGE_BYTES);
    }

    /** The contrast that WCAG 2.2 requires at level AA, in both schemes. */
    @ParameterizedTest
    @CsvSource({
        "text, page panel raised chosen mark",
        "muted, page panel raised chosen mark",
        "link, page panel raised chosen",
        "table, page panel raised",
        "view, page panel raised",
        "mv, page panel raised",
        "query, page panel raised",
        "external, page panel raised",
        "keyword, panel",
        "string, panel",
        "number, panel",
        "comment, panel",
        "bad, page raised"
    })
    void textsHaveEnoughContrast(String text, String backgrounds) {
        for (String background : backgrounds.split(" ", 0)) {
            assertContrast(text, background, MIN_TEXT_CONTRAST);
        }
    }

    @ParameterizedTest
    @CsvSource({"edge, page panel raised", "link, page panel", "query, page raised"})
    void linesAndMarksHaveEnoughContrast(String mark, String backgrounds) {
        for (String background : backgrounds.split(" ", 0)) {
            assertContrast(mark, background, MIN_MARK_CONTRAST);
        }
    }

    private static void assertContrast(String foreground, String background, double minContrast) {
        for (int scheme : List.of(1, 2)) {
            double foregroundLuminance = computeLuminance(findColour(foreground, scheme));
            double backgroundLuminance = computeLuminance(findColour(background, scheme));
            assertThat((Math.max(foregroundLuminance, backgroundLuminance) + 0.05)
                            / (Math.min(foregroundLuminance, backgroundLuminance) + 0.05))
                    .as("%s on %s in the %s scheme", foreground, background, scheme == 1 ? "light" : "dark")
                    .isGreaterThanOrEqualTo(minContrast);
        }
    }

    private static String findColour(String name, int scheme) {
        Matcher colour = Pattern.compile("--" + name + ": light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\)")
                .matcher(HtmlDocumentRenderer.render(new SchemaDocument(
                        "", "", List.of(), new ObjectConnections(List.of(), List.of()), List.of(), List.of())));
        assertThat(colour.find()).as(name).isTrue();
        return colour.group(scheme);
    }

    /** The relative luminance of WCAG. */
    private static double computeLuminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double luminance = 0;
        for (int i = 0; i < 3; i++) {
            double channel = Integer.parseInt(colour.substring(2 * i, 2 * i + 2), 16) / 255.0;
            luminance += weights[i] * (channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4));
        }
        return luminance;
    }
}
