package dev.cairn.tooling.report;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes Markdown as GitHub and GitLab show it. An empty line separates headings, paragraphs, lists, tables and blocks
 * of code. Text is escaped; Markdown is accepted only by the methods whose names contain "raw".
 */
public final class MarkdownWriter {
    private static final Pattern MARKUP_PATTERN =
            Pattern.compile("[\\\\`*\\[\\]<>#~]|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])|&(?=#?\\w+;)");

    /** The sign with which a list or a line would begin, or the sign after the number of an item. */
    private static final Pattern BLOCK_BEGINNING_PATTERN =
            Pattern.compile("^[-+](?=\\s|$|-+$)|(?<=^\\d{1,9})[.)](?=\\s|$)");

    private final StringBuilder writtenMarkdown = new StringBuilder();

    /**
     * Adds a heading.
     *
     * @param level the number of number signs before the heading, from 1 to 6
     */
    public MarkdownWriter addHeading(int level, String heading) {
        beginBlock()
                .append("#".repeat(level))
                .append(' ')
                .append(escape(heading))
                .append('\n');
        return this;
    }

    public MarkdownWriter addParagraph(String paragraph) {
        return addRaw(escapeBlock(paragraph));
    }

    /** Adds a paragraph of Markdown or HTML, without escaping it. */
    public MarkdownWriter addRaw(String markdown) {
        beginBlock().append(markdown).append('\n');
        return this;
    }

    /** Adds a list; nothing if it is empty. */
    public MarkdownWriter addItems(Collection<String> items) {
        if (!items.isEmpty()) {
            beginBlock();
            items.forEach(item ->
                    writtenMarkdown.append("- ").append(escapeBlock(item)).append('\n'));
        }
        return this;
    }

    /** Adds a table of plain text. */
    public MarkdownWriter addTable(List<String> headerCells, Collection<List<String>> rows) {
        return addRawTable(
                headerCells,
                rows.stream()
                        .map(cells -> cells.stream().map(MarkdownWriter::escape).toList())
                        .toList());
    }

    /** Adds a table whose cells below the header row are Markdown; only their vertical bars are escaped. */
    public MarkdownWriter addRawTable(List<String> headerCells, Collection<List<String>> rows) {
        beginBlock();
        addRow(headerCells.stream().map(MarkdownWriter::escape).toList());
        writtenMarkdown.append('|').append(" --- |".repeat(headerCells.size())).append('\n');
        rows.forEach(this::addRow);
        return this;
    }

    private void addRow(List<String> cells) {
        writtenMarkdown.append(
                cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Adds a block of code, with a fence that its text does not contain. */
    public MarkdownWriter addCodeBlock(String language, String code) {
        String fence = "```";
        while (code.contains(fence)) {
            fence += "`";
        }
        beginBlock()
                .append(fence)
                .append(language)
                .append('\n')
                .append(code.stripTrailing())
                .append('\n')
                .append(fence)
                .append('\n');
        return this;
    }

    private StringBuilder beginBlock() {
        return writtenMarkdown.append(writtenMarkdown.isEmpty() ? "" : "\n");
    }

    /**
     * Returns the text on one line, in which the characters that Markdown and HTML would interpret are escaped. An
     * underscore inside a word, and an ampersand outside an entity, are not interpreted, so they remain.
     */
    public static String escape(String line) {
        return MARKUP_PATTERN.matcher(line.replaceAll("\\R", " ").strip()).replaceAll("\\\\$0");
    }

    /** Returns the escaped text of a paragraph or of an item, which does not begin a list or a line either. */
    private static String escapeBlock(String text) {
        return BLOCK_BEGINNING_PATTERN.matcher(escape(text)).replaceAll("\\\\$0");
    }

    @Override
    public String toString() {
        return writtenMarkdown.toString();
    }
}
