package dev.cairn.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The HTML of a few small pages, in the colors of Cairn's own page. Parameters named {@code html} or {@code bodyHtml}
 * contain HTML; every other text is escaped.
 */
final class Html {
    private static final String STYLE_SHEET = """
            :root { color-scheme: light dark; --line: light-dark(#dce2e8, #303a45); --muted: light-dark(#566575, #9fadbb) }
            body { margin: 0 auto; max-width: 760px; padding: 34px 20px 80px; font: 15px/1.55 system-ui, sans-serif;
              background: light-dark(#ffffff, #14181d); color: light-dark(#1b2530, #e4e9ee) }
            h1 { font-size: 28px; margin: 0 } h2 { font-size: 17px; margin: 38px 0 0 }
            a { color: light-dark(#0a5aa8, #7cb8f2); text-decoration: none } a:hover { text-decoration: underline }
            .note { color: var(--muted); font-size: 13px; margin: 4px 0 12px }
            table { border-collapse: collapse; width: 100%; font-size: 14px }
            th { color: var(--muted); font-size: 13px; font-weight: 600; text-align: left }
            td, th { border-bottom: 1px solid var(--line); padding: 7px 0 7px 26px }
            .n { text-align: right; font-variant-numeric: tabular-nums; width: 1% } :is(td, th):first-child { padding-left: 0 }""";

    private Html() {}

    static String renderPage(String title, String bodyHtml) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <style>
                %3$s
                </style>
                </head>
                <body>
                <h1>%1$s</h1>
                %2$s</body>
                </html>
                """.formatted(escape(title), bodyHtml, STYLE_SHEET);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String renderLink(String url, String text) {
        return "<a href=\"" + escape(url) + "\">" + escape(text) + "</a>";
    }

    static String renderHeading(String html) {
        return "<h2>" + html + "</h2>\n";
    }

    static String renderNote(String text) {
        return "<p class=\"note\">" + escape(text) + "</p>\n";
    }

    /** Renders a table whose columns of numbers are aligned to the right. */
    static String renderTable(List<String> headings, List<List<String>> rows) {
        List<String> cellAttributes = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            int columnIndex = i;
            List<String> columnValues =
                    rows.stream().map(row -> row.get(columnIndex)).toList();
            cellAttributes.add(ConsoleOutput.isNumeric(columnValues) ? " class=\"n\"" : "");
        }
        return "<table>\n" + renderRow("th", headings, cellAttributes)
                + rows.stream().map(row -> renderRow("td", row, cellAttributes)).collect(Collectors.joining())
                + "</table>\n";
    }

    private static String renderRow(String tag, List<String> values, List<String> attributes) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> "<" + tag + attributes.get(i) + ">" + escape(values.get(i)) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }
}
