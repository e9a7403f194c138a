package dev.cairn.site;

import static dev.cairn.site.CodeHighlighter.escape;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.node.Heading;

/**
 * Renders a page: its content in a frame with the bar, the navigation, the link to the parent page, the list of the
 * page's sections, and the links to the neighbors.
 */
final class PageRenderer {
    private static final Pattern VARIABLE_PATTERN = Pattern.compile("\\$\\{(\\w+)}");

    private final String template;
    private final String version;
    private final List<NavigationGroup> navigationGroups;

    /** A group of the navigation. */
    record NavigationGroup(String title, List<NavigationItem> items) {}

    /**
     * A page in the navigation.
     *
     * @param description a sentence about the page, which search engines show
     */
    record NavigationItem(String path, String title, String description) {}

    PageRenderer(String template, String version, List<NavigationGroup> navigationGroups) {
        this.template = template;
        this.version = version;
        this.navigationGroups = navigationGroups;
    }

    /** Returns the HTML of a page: the template with the values of its variables. Unknown variables are kept. */
    String renderPage(Page page) {
        String title = page.title();
        Map<String, String> valueByVariable = Map.of(
                "title", escape(title.equals("Cairn") ? title : title + " - Cairn"),
                "description", escape(describePage(page)),
                "root", page.relativize(""),
                "home", page.relativize("index.html"),
                "version", escape(version),
                "navigation", renderNavigation(page),
                "crumbs",
                        page.parent()
                                .map(parent -> renderParentLink(page, parent))
                                .orElse(""),
                "content",
                        PageContentRenderer.renderHtml(page)
                                .replaceFirst(
                                        "</h1>", Matcher.quoteReplacement("</h1>\n" + renderTableOfContents(page))),
                "neighbors", renderNeighbors(page));
        Matcher variableMatcher = VARIABLE_PATTERN.matcher(template);
        return variableMatcher.replaceAll(
                match -> Matcher.quoteReplacement(valueByVariable.getOrDefault(match.group(1), match.group())));
    }

    /** Returns the description of a page; a child page is described by its title and that of its parent. */
    private String describePage(Page page) {
        return page.parent().isPresent()
                ? page.title() + ": " + page.parent().get().title()
                : navigationItems().stream()
                        .filter(item -> item.path().equals(page.path()))
                        .map(NavigationItem::description)
                        .findFirst()
                        .orElse(page.title());
    }

    private List<NavigationItem> navigationItems() {
        return navigationGroups.stream()
                .flatMap(navigationGroup -> navigationGroup.items().stream())
                .toList();
    }

    private static String renderLink(Page page, String path, String text, String attributes) {
        return "<a href=\"" + page.relativize(path) + "\"" + attributes + ">" + text + "</a>";
    }

    private String renderNavigation(Page page) {
        String currentPath = page.parent().orElse(page).path();
        StringBuilder html = new StringBuilder();
        for (NavigationGroup navigationGroup : navigationGroups) {
            html.append("<h2>").append(escape(navigationGroup.title())).append("</h2>\n<ul>\n");
            for (NavigationItem item : navigationGroup.items()) {
                String currentPageAttribute = item.path().equals(currentPath) ? " aria-current=\"page\"" : "";
                html.append("<li>")
                        .append(renderLink(page, item.path(), escape(item.title()), currentPageAttribute))
                        .append("</li>\n");
            }
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private static String renderParentLink(Page page, Page parent) {
        return "<p class=\"crumbs\">" + renderLink(page, parent.path(), escape(parent.title()), "") + "</p>";
    }

    /** Returns the list of the sections on two levels; empty for a page with fewer than two sections. */
    private static String renderTableOfContents(Page page) {
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
                        + page.source().requireAnchor(heading) + "\">" + escape(MarkdownFile.extractText(heading))
                        + "</a></li>\n")
                .collect(Collectors.joining(
                        "",
                        "<nav class=\"sections\" aria-label=\"On this page\"><details open><summary>On this page</summary><ul>\n",
                        "</ul></details></nav>"));
    }

    /**
     * Returns links to the pages before and after this one in the navigation; empty if the navigation lacks this page.
     */
    private String renderNeighbors(Page page) {
        List<NavigationItem> items = navigationItems();
        List<String> paths = items.stream().map(NavigationItem::path).toList();
        int itemIndex = paths.indexOf(page.path());
        if (itemIndex < 0) {
            return "";
        }
        return renderNeighbor(page, items, itemIndex - 1, "before")
                + renderNeighbor(page, items, itemIndex + 1, "after");
    }

    private static String renderNeighbor(Page page, List<NavigationItem> items, int itemIndex, String side) {
        if (itemIndex < 0 || itemIndex >= items.size()) {
            return "";
        }
        NavigationItem item = items.get(itemIndex);
        return renderLink(page, item.path(), escape(item.title()), " class=\"" + side + "\"");
    }
}
