package dev.cairn.site;

import dev.cairn.site.PageTemplate.NavigationGroup;
import dev.cairn.site.PageTemplate.NavigationItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The site of one version: pages of the files that llms.txt lists, and the Javadoc of the modules whose Javadoc has
 * been built.
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
    private final Contents contents;
    private final Map<String, Page> pageByFile = new HashMap<>();
    private final Map<String, List<Page>> childrenByFile = new HashMap<>();

    private Site(Path checkout, String version, String sourcesUrl) throws IOException {
        this.checkout = checkout;
        this.version = version;
        this.sourcesUrl = sourcesUrl;
        this.contents = Contents.parse(Files.readString(checkout.resolve("llms.txt")));
        for (Contents.Group group : contents.groups()) {
            for (Contents.Entry entry : group.entries()) {
                Page page = Page.of(MarkdownFile.read(checkout, entry.file()));
                pageByFile.put(entry.file(), page);
                childrenByFile.put(
                        entry.file(),
                        REFERENCE_FILES.contains(entry.file()) ? ReferencePageDivider.divide(page) : List.of());
            }
        }
    }

    /**
     * Reads a checkout.
     *
     * @param sourcesUrl the base URL of links to files that are not pages; if it is empty, such links become plain text
     */
    static Site read(Path checkout, String version, String sourcesUrl) throws IOException {
        return new Site(checkout, version, sourcesUrl);
    }

    /** Returns the page of a file that llms.txt lists. */
    private Page requirePage(String file) {
        return Objects.requireNonNull(pageByFile.get(file), file);
    }

    private List<Page> collectPages() {
        List<Page> allPages = new ArrayList<>();
        for (Contents.Group group : contents.groups()) {
            for (Contents.Entry entry : group.entries()) {
                allPages.add(requirePage(entry.file()));
                allPages.addAll(Objects.requireNonNull(childrenByFile.get(entry.file())));
            }
        }
        return allPages;
    }

    /**
     * Writes all pages into an empty directory, and returns their number.
     *
     * @throws BrokenLinksException if a link is broken
     */
    int write(Path directory) throws IOException {
        List<Page> allPages = collectPages();
        LinkTranslator linkTranslator = new LinkTranslator(checkout, sourcesUrl, allPages);
        allPages.forEach(linkTranslator::translateLinks);
        if (!linkTranslator.brokenLinks().isEmpty()) {
            throw new BrokenLinksException(linkTranslator.brokenLinks());
        }
        PageTemplate pageTemplate =
                new PageTemplate(readResource("page.html"), version, createNavigationGroups(copyJavadoc(directory)));
        for (Page page : allPages) {
            write(directory.resolve(page.path()), pageTemplate.renderPage(page));
        }
        for (String file : linkTranslator.copiedFiles()) {
            Path copy = directory.resolve(LinkTranslator.toSitePath(file));
            Files.createDirectories(copy.getParent());
            Files.copy(checkout.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
        }
        write(directory.resolve("search.js"), createSearchIndex().renderScript());
        write(directory.resolve("site.js"), readResource("site.js"));
        write(directory.resolve("site.css"), readPalette() + readResource("site.css"));
        List<String> brokenLinks = LinkChecker.findBrokenLinks(directory);
        if (!brokenLinks.isEmpty()) {
            throw new BrokenLinksException(brokenLinks);
        }
        return allPages.size();
    }

    private List<NavigationGroup> createNavigationGroups(List<NavigationItem> javadocItems) {
        List<NavigationGroup> navigationGroups = new ArrayList<>();
        for (Contents.Group group : contents.groups()) {
            List<NavigationItem> items = new ArrayList<>();
            for (Contents.Entry entry : group.entries()) {
                Page page = requirePage(entry.file());
                items.add(new NavigationItem(page.path(), page.title(), entry.description()));
            }
            navigationGroups.add(new NavigationGroup(group.title(), items));
        }
        if (!javadocItems.isEmpty()) {
            navigationGroups.add(new NavigationGroup("Javadoc", javadocItems));
        }
        return navigationGroups;
    }

    private SearchIndex createSearchIndex() {
        SearchIndex searchIndex = new SearchIndex();
        for (Contents.Group group : contents.groups()) {
            for (Contents.Entry entry : group.entries()) {
                Page page = requirePage(entry.file());
                searchIndex.addPage(page, group.title());
                Objects.requireNonNull(childrenByFile.get(entry.file()))
                        .forEach(child -> searchIndex.addPage(child, page.title()));
            }
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
                try (var files = Files.walk(javadocDirectory)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        Path copy = directory
                                .resolve("api")
                                .resolve(moduleName)
                                .resolve(javadocDirectory.relativize(file).toString());
                        Files.createDirectories(copy.getParent());
                        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
                items.add(new NavigationItem("api/" + moduleName + "/index.html", moduleName, "Javadoc"));
            }
        }
        return items;
    }

    private String readPalette() throws IOException {
        Matcher paletteMatcher = PALETTE_PATTERN.matcher(Files.readString(checkout.resolve(STYLESHEET_FILE)));
        if (!paletteMatcher.find()) {
            throw new IllegalStateException(STYLESHEET_FILE + " does not begin with the colours");
        }
        return paletteMatcher.group();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String readResource(String name) throws IOException {
        try (InputStream inputStream = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
            return new String(inputStream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
