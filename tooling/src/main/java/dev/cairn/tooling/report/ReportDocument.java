package dev.cairn.tooling.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A document of headings, paragraphs, lists, tables and SQL. The same document becomes Markdown for a pull request and
 * HTML for a browser.
 *
 * <pre>{@code
 * ReportDocument report = new ReportDocument("Status of shop");
 * report.addParagraph("Nothing is pending.");
 * Files.writeString(file, report.toHtml());
 * }</pre>
 */
public final class ReportDocument {
    private final String title;
    private final List<Block> blocks = new ArrayList<>();

    public ReportDocument(String title) {
        this.title = title;
    }

    /** A block of the document. */
    private sealed interface Block {
        record Heading(int level, String text) implements Block {}

        record Paragraph(String text) implements Block {}

        record Items(List<String> items) implements Block {}

        record Table(List<String> headerCells, List<List<String>> rows) implements Block {}

        record Sql(String text) implements Block {}
    }

    public ReportDocument addHeading(String text) {
        blocks.add(new Block.Heading(2, text));
        return this;
    }

    public ReportDocument addSubheading(String text) {
        blocks.add(new Block.Heading(3, text));
        return this;
    }

    public ReportDocument addParagraph(String text) {
        blocks.add(new Block.Paragraph(text));
        return this;
    }

    /** Adds a list; nothing if it is empty. */
    public ReportDocument addItems(List<String> items) {
        if (!items.isEmpty()) {
            blocks.add(new Block.Items(List.copyOf(items)));
        }
        return this;
    }

    /** Adds a table; nothing if it has no rows. */
    public ReportDocument addTable(List<String> headerCells, List<List<String>> rows) {
        if (!rows.isEmpty()) {
            blocks.add(new Block.Table(List.copyOf(headerCells), List.copyOf(rows)));
        }
        return this;
    }

    public ReportDocument addSql(String text) {
        blocks.add(new Block.Sql(text.strip()));
        return this;
    }

    /** Returns Markdown as GitHub and GitLab show it. */
    public String toMarkdown() {
        MarkdownWriter markdownWriter = new MarkdownWriter().addHeading(1, title);
        for (Block block : blocks) {
            if (block instanceof Block.Heading heading) {
                markdownWriter.addHeading(heading.level(), heading.text());
            } else if (block instanceof Block.Paragraph paragraph) {
                markdownWriter.addParagraph(paragraph.text());
            } else if (block instanceof Block.Items items) {
                markdownWriter.addItems(items.items());
            } else if (block instanceof Block.Table table) {
                markdownWriter.addTable(table.headerCells(), table.rows());
            } else if (block instanceof Block.Sql sql) {
                markdownWriter.addCodeBlock("sql", sql.text());
            }
        }
        return markdownWriter.toString();
    }

    /** Returns an HTML page that loads nothing from the network. */
    public String toHtml() {
        StringBuilder html = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(XmlElement.escape(title))
                .append("</title>\n<style>\n")
                .append(STYLE_SHEET)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(XmlElement.escape(title))
                .append("</h1>\n");
        for (Block block : blocks) {
            if (block instanceof Block.Heading heading) {
                appendElement("h" + heading.level(), heading.text(), html).append('\n');
            } else if (block instanceof Block.Paragraph paragraph) {
                appendElement("p", paragraph.text(), html).append('\n');
            } else if (block instanceof Block.Items items) {
                html.append("<ul>\n");
                items.items().forEach(item -> appendElement("li", item, html).append('\n'));
                html.append("</ul>\n");
            } else if (block instanceof Block.Table table) {
                html.append("<div class=\"wide\"><table>\n<thead><tr>");
                table.headerCells().forEach(cell -> appendElement("th", cell, html));
                html.append("</tr></thead>\n<tbody>\n");
                for (List<String> cells : table.rows()) {
                    html.append("<tr>");
                    cells.forEach(cell -> appendElement("td", cell, html));
                    html.append("</tr>\n");
                }
                html.append("</tbody></table></div>\n");
            } else if (block instanceof Block.Sql sql) {
                html.append("<pre tabindex=\"0\">");
                appendElement("code", sql.text(), html).append("</pre>\n");
            }
        }
        return html.append("</main>\n</body>\n</html>\n").toString();
    }

    private static StringBuilder appendElement(String name, String text, StringBuilder html) {
        return html.append('<')
                .append(name)
                .append('>')
                .append(XmlElement.escape(text))
                .append("</")
                .append(name)
                .append('>');
    }

    private static final String STYLE_SHEET = """
            :root {
              color-scheme: light dark; --page: light-dark(#ffffff, #14181d); --panel: light-dark(#f6f8fa, #1a2027);
              --line: light-dark(#dce2e8, #303a45); --text: light-dark(#1b2530, #e4e9ee); --muted: light-dark(#566575, #9fadbb);
            }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
            main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
            h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1.5rem; }
            h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-bottom: .35rem; border-bottom: 1px solid var(--line); }
            h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
            p, ul { margin: .5rem 0 1rem; }
            li { margin: .2rem 0; }
            pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; overflow-x: auto; }
            code { font: .875rem/1.5 ui-monospace, monospace; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
            th { text-align: left; font-weight: 600; color: var(--muted); }
            th, td { padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
            @media print { main { max-width: none; padding: 0; } h2, h3 { break-after: avoid; } pre, tr { break-inside: avoid; } }
            """;
}
