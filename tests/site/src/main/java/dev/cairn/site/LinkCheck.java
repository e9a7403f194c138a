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
final class LinkCheck {
    private static final Pattern LINK_PATTERN = Pattern.compile("\\s(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ANCHOR_PATTERN = Pattern.compile("\\sid=\"([^\"]*)\"");
    private static final Pattern EXTERNAL_PATTERN = Pattern.compile("[a-z]+:.*");

    private LinkCheck() {}

    /**
     * Returns a line for each broken link of the pages in a directory. The Javadoc is a target only: javadoc checks its
     * own links.
     */
    static List<String> findBrokenLinks(Path folder) throws IOException {
        Map<Path, String> pages = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".html"))
                    .filter(file -> !file.startsWith(folder.resolve("api")))
                    .toList()) {
                pages.put(file.normalize(), Files.readString(file));
            }
        }
        Map<Path, Set<String>> anchors = new HashMap<>();
        pages.forEach((file, html) -> anchors.put(file, collectAnchors(html)));
        List<String> brokenLinks = new ArrayList<>();
        pages.forEach((file, html) -> {
            Matcher link = LINK_PATTERN.matcher(html);
            while (link.find()) {
                if (!EXTERNAL_PATTERN.matcher(link.group(1)).matches() && !hasTarget(file, link.group(1), anchors)) {
                    brokenLinks.add(folder.relativize(file) + " links to " + link.group(1));
                }
            }
        });
        brokenLinks.sort(null);
        return brokenLinks;
    }

    private static Set<String> collectAnchors(String html) {
        Set<String> anchors = new HashSet<>();
        ANCHOR_PATTERN.matcher(html).results().forEach(anchor -> anchors.add(anchor.group(1)));
        return anchors;
    }

    private static boolean hasTarget(Path page, String link, Map<Path, Set<String>> anchors) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        if (!Files.isRegularFile(target)) {
            return false;
        }
        return hash < 0 || anchors.getOrDefault(target, Set.of()).contains(link.substring(hash + 1));
    }
}
