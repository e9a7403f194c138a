package dev.cairn.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks that the links of written pages lead to files and anchors that exist. */
final class LinkChecker {
    private static final Pattern LINK_PATTERN = Pattern.compile("\\s(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ANCHOR_PATTERN = Pattern.compile("\\sid=\"([^\"]*)\"");

    private LinkChecker() {}

    /**
     * Returns a line for each broken link of the pages in a directory. The Javadoc in {@code api} is not read, because
     * javadoc checks its own links. A link from a page to an anchor in the Javadoc therefore counts as broken.
     */
    static List<String> findBrokenLinks(Path directory) throws IOException {
        Map<Path, String> htmlByFile = new HashMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".html"))
                    .filter(file -> !file.startsWith(directory.resolve("api")))
                    .toList()) {
                htmlByFile.put(file.normalize(), Files.readString(file));
            }
        }
        Map<Path, Set<String>> anchorsByFile = new HashMap<>();
        htmlByFile.forEach((file, html) -> anchorsByFile.put(file, collectAnchors(html)));
        List<String> brokenLinks = new ArrayList<>();
        htmlByFile.forEach((file, html) -> {
            Matcher linkMatcher = LINK_PATTERN.matcher(html);
            while (linkMatcher.find()) {
                String destination = linkMatcher.group(1);
                if (!PageLink.isExternal(destination) && !hasTarget(file, PageLink.parse(destination), anchorsByFile)) {
                    brokenLinks.add(directory.relativize(file) + " links to " + destination);
                }
            }
        });
        brokenLinks.sort(null);
        return brokenLinks;
    }

    private static Set<String> collectAnchors(String html) {
        Set<String> anchors = new HashSet<>();
        ANCHOR_PATTERN.matcher(html).results().forEach(anchorMatch -> anchors.add(anchorMatch.group(1)));
        return anchors;
    }

    private static boolean hasTarget(Path page, PageLink link, Map<Path, Set<String>> anchorsByFile) {
        Path target =
                link.path().isEmpty() ? page : page.resolveSibling(link.path()).normalize();
        Set<String> anchors = anchorsByFile.getOrDefault(target, Set.of());
        return Files.isRegularFile(target)
                && link.anchor().map(anchors::contains).orElse(true);
    }
}
