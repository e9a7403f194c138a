package dev.cairn.site;

import static dev.cairn.site.CodeHighlighter.escape;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.node.Heading;

/** The frame around the content of a page: the bar, the navigation, and the list of its sections. */
final class PageTemplate {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private final String template;
    private final String version;
    private final List<Chapter> chapters;

    /** A group of the navigation. */
    record Chapter(String title, List<Item> items) {}

    /** A page in the navigation; the description is shown by search engines. */
    record Item(String path, String title, String description) {}

    PageTemplate(String template, String version, List<Chapter> chapters) {
        this.template = template;
        this.version = version;
        this.chapters = chapters;
    }

    String html(Page page) {
        String title = page.title();
        Map<String, String> values = Map.of(
                "title", escape(title.equals("Cairn") ? title : title + " - Cairn"),
                "description", escape(description(page)),
                "root", page.relative(""),
                "home", page.relative("index.html"),
                "version", escape(version),
                "navigation", navigation(page),
                "crumbs", page.parent().map(parent -> crumb(page, parent)).orElse(""),
                "content",
                        PageContent.html(page)
                                .replaceFirst("</h1>", Matcher.quoteReplacement("</h1>\n" + sections(page))),
                "neighbors", neighbors(page));
        Matcher variable = VARIABLE.matcher(template);
        return variable.replaceAll(
                found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    private String description(Page page) {
        return page.parent().isPresent()
                ? page.title() + ": " + page.parent().get().title()
                : chapters.stream()
                        .flatMap(chapter -> chapter.items().stream())
                        .filter(item -> item.path().equals(page.path()))
                        .map(Item::description)
                        .findFirst()
                        .orElse(page.title());
    }

    private static String link(Page page, String path, String text, String attributes) {
        return "<a href=\"" + page.relative(path) + "\"" + attributes + ">" + text + "</a>";
    }

    private String navigation(Page page) {
        String current = page.parent().orElse(page).path();
        StringBuilder html = new StringBuilder();
        for (Chapter chapter : chapters) {
            html.append("<h2>").append(escape(chapter.title())).append("</h2>\n<ul>\n");
            for (Item item : chapter.items()) {
                String mark = item.path().equals(current) ? " aria-current=\"page\"" : "";
                html.append("<li>")
                        .append(link(page, item.path(), escape(item.title()), mark))
                        .append("</li>\n");
            }
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private static String crumb(Page page, Page parent) {
        return "<p class=\"crumbs\">" + link(page, parent.path(), escape(parent.title()), "") + "</p>";
    }

    private static String sections(Page page) {
        List<Heading> headings = page.headings();
        List<Heading> sections = headings.subList(1, headings.size()).stream()
                .filter(heading -> heading.getLevel() <= headings.get(0).getLevel() + 2)
                .toList();
        if (sections.size() < 2) {
            return "";
        }
        return sections.stream()
                .map(heading -> "<li class=\"level"
                        + (heading.getLevel() - headings.get(0).getLevel()) + "\"><a href=\"#"
                        + page.source().anchor(heading) + "\">" + escape(MarkdownFile.text(heading)) + "</a></li>\n")
                .collect(Collectors.joining(
                        "",
                        "<nav class=\"sections\" aria-label=\"On this page\"><details open><summary>On this page</summary><ul>\n",
                        "</ul></details></nav>"));
    }

    /** Returns links to the pages before and after this one in the navigation. */
    private String neighbors(Page page) {
        List<Item> items =
                chapters.stream().flatMap(chapter -> chapter.items().stream()).toList();
        List<String> paths = items.stream().map(Item::path).toList();
        int at = paths.indexOf(page.path());
        if (at < 0) {
            return "";
        }
        return neighbor(page, items, at - 1, "before") + neighbor(page, items, at + 1, "after");
    }

    private static String neighbor(Page page, List<Item> items, int at, String side) {
        Optional<Item> item = at < 0 || at >= items.size() ? Optional.empty() : Optional.of(items.get(at));
        return item.map(foundItem -> link(page, foundItem.path(), escape(foundItem.title()), " class=\"" + side + "\""))
                .orElse("");
    }
}
