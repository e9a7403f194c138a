package dev.cairn.sample;

import java.util.List;
import java.util.stream.Collectors;

/** The HTML of two small pages. */
final class Html {
    private Html() {}

    static String page(String title, String body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>%1$s</title>
                <style>body { font-family: sans-serif } td, th { text-align: left; padding: 0.2em 1em }</style>
                </head>
                <body>
                <h1>%1$s</h1>
                %2$s</body>
                </html>
                """.formatted(text(title), body);
    }

    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String link(String target, String title) {
        return "<p><a href=\"" + text(target) + "\">" + text(title) + "</a></p>\n";
    }

    static String table(List<String> titles, List<List<String>> rows) {
        return "<table>\n" + row("th", titles)
                + rows.stream().map(row -> row("td", row)).collect(Collectors.joining()) + "</table>\n";
    }

    private static String row(String cell, List<String> values) {
        return values.stream()
                .map(value -> "<" + cell + ">" + text(value) + "</" + cell + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }
}
