package dev.cairn.site;

import dev.cairn.site.PageRenderer.NavigationGroup;
import dev.cairn.site.PageRenderer.NavigationItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The site of one version: pages of the files that llms.txt lists, and the Javadoc of each module for which the build
 * has written it.
 */
final class Site {
    /** The stylesheet of {@code cairn docs}, which begins with the colours that the site also uses. */
    private static final String STYLESHEET_FILE =
            "tooling/src/main/resources/dev/cairn/tooling/documentation/page/page.css";

    private static final Pattern PALETTE_PATTERN =
            Pattern.compile("(?s)^:root \\{.*?\n}\n(?::root\\[data-theme=[^\n]*\n)*");

    /** The files that have a section for each code. */
    private static final Set<String> REFERENCE_FILES = Set.of("docs/diagnostics.md", "docs/lint.md");

    private final Path checkout;
    private final String version;
    private final String sourcesUrl;
    private final List<SitePage> sitePages = new ArrayList<>();

    private Site(Path checkout, String version, String sourcesUrl) throws IOException {
        this.checkout = checkout;
        this.version = version;
        this.sourcesUrl = sourcesUrl;
        Contents contents = Contents.parse(Files.readString(checkout.resolve("llms.txt")));
        for (Contents.Group group : contents.groups()) {
            for (Contents.Entry entry : group.entries()) {
                Page page = Page.of(MarkdownFile.read(checkout, entry.file()));
                List<Page> children =
                        REFERENCE_FILES.contains(entry.file()) ? ReferencePageDivider.divide(page) : List.of();
                sitePages.add(new SitePage(group.title(), page, entry.description(), children));
            }
        }
    }

    /**
     * A page of a file that llms.txt lists.
     *
     * @param children the pages of the sections of the file that have a page of their own
     */
    private record SitePage(String groupTitle, Page page, String description, List<Page> children) {}

    /**
     * Reads a checkout.
     *
     * @param sourcesUrl the base URL of links to files that are not pages; if it is empty, such links become plain text
     */
    static Site read(Path checkout, String version, String sourcesUrl) throws IOException {
        return new Site(checkout, version, sourcesUrl);
    }

    private List<Page> collectPages() {
        List<Page> allPages = new ArrayList<>();
        for (SitePage sitePage : sitePages) {
            allPages.add(sitePage.page());
            allPages.addAll(sitePage.children());
        }
        return allPages;
    }

    /**
     * Writes all pages into an empty directory, and returns their number. Must be called only once, because it changes
     * the links of the pages.
     *
     * @throws BrokenLinksException if a link is broken; the directory may then contain a part of the site
     */
    int write(Path directory) throws IOException {
        List<Page> allPages = collectPages();
        LinkTranslator linkTranslator = new LinkTranslator(checkout, sourcesUrl, allPages);
        allPages.forEach(linkTranslator::translateLinks);
        if (!linkTranslator.brokenLinks().isEmpty()) {
            throw new BrokenLinksException(linkTranslator.brokenLinks());
        }
        PageRenderer pageRenderer =
                new PageRenderer(readResource("page.html"), version, createNavigationGroups(copyJavadoc(directory)));
        for (Page page : allPages) {
            writeFile(directory.resolve(page.path()), pageRenderer.renderPage(page));
        }
        for (String file : linkTranslator.copiedFiles()) {
            Path copy = directory.resolve(LinkTranslator.toSitePath(file));
            Files.createDirectories(copy.getParent());
            Files.copy(checkout.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
        }
        writeFile(directory.resolve("search.js"), createSearchIndex().renderScript());
        writeFile(directory.resolve("site.js"), readResource("site.js"));
        writeFile(directory.resolve("site.css"), readPalette() + readResource("site.css"));
        List<String> brokenLinks = LinkChecker.findBrokenLinks(directory);
        if (!brokenLinks.isEmpty()) {
            throw new BrokenLinksException(brokenLinks);
        }
        return allPages.size();
    }

    private List<NavigationGroup> createNavigationGroups(List<NavigationItem> javadocItems) {
        Map<String, List<NavigationItem>> itemsByGroupTitle = new LinkedHashMap<>();
        for (SitePage sitePage : sitePages) {
            Page page = sitePage.page();
            itemsByGroupTitle
                    .computeIfAbsent(sitePage.groupTitle(), title -> new ArrayList<>())
                    .add(new NavigationItem(page.path(), page.title(), sitePage.description()));
        }
        if (!javadocItems.isEmpty()) {
            itemsByGroupTitle.put("Javadoc", javadocItems);
        }
        List<NavigationGroup> navigationGroups = new ArrayList<>();
        itemsByGroupTitle.forEach((title, items) -> navigationGroups.add(new NavigationGroup(title, items)));
        return navigationGroups;
    }

    private SearchIndex createSearchIndex() {
        SearchIndex searchIndex = new SearchIndex();
        for (SitePage sitePage : sitePages) {
            searchIndex.addPage(sitePage.page(), sitePage.groupTitle());
            sitePage.children()
                    .forEach(child -> searchIndex.addPage(child, sitePage.page().title()));
        }
        return searchIndex;
    }

    /** Copies the Javadoc that the build has written, and returns the navigation to it: an item for each module. */
    private List<NavigationItem> copyJavadoc(Path directory) throws IOException {
        List<NavigationItem> items = new ArrayList<>();
        Matcher moduleMatcher =
                Pattern.compile("<module>([^<]+)</module>").matcher(Files.readString(checkout.resolve("pom.xml")));
        while (moduleMatcher.find()) {
            Path javadocDirectory = checkout.resolve(moduleMatcher.group(1)).resolve("target/reports/apidocs");
            if (Files.exists(javadocDirectory.resolve("index.html"))) {
                String moduleName = moduleMatcher.group(1).replaceFirst(".*/", "");
                copyFolder(javadocDirectory, directory.resolve("api").resolve(moduleName));
                items.add(new NavigationItem("api/" + moduleName + "/index.html", moduleName, "Javadoc"));
            }
        }
        return items;
    }

    private static void copyFolder(Path source, Path target) throws IOException {
        try (var files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Returns the rules for colours at the beginning of the stylesheet. */
    private String readPalette() throws IOException {
        Matcher paletteMatcher = PALETTE_PATTERN.matcher(Files.readString(checkout.resolve(STYLESHEET_FILE)));
        if (!paletteMatcher.find()) {
            throw new IllegalStateException(STYLESHEET_FILE + " does not begin with the colours");
        }
        return paletteMatcher.group();
    }

    private static void writeFile(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String readResource(String name) throws IOException {
        try (InputStream inputStream = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
            return new String(inputStream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
