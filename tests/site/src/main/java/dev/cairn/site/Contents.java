package dev.cairn.site;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The groups of pages in the order of the navigation, as llms.txt lists them. Groups without Markdown files are
 * omitted.
 */
record Contents(List<Group> groups) {
    private static final Pattern GROUP_OR_ENTRY_PATTERN =
            Pattern.compile("(?m)^(?:## (.*)|- \\[[^\\]]*\\]\\(([^)]*\\.md)\\): (.*))$");

    record Group(String title, List<Entry> entries) {}

    /** A file of Markdown, relative to the checkout, and a line about it. */
    record Entry(String file, String description) {}

    /**
     * Parses the text of llms.txt. An entry belongs to the group whose heading precedes it, so a heading must precede
     * the first entry.
     */
    static Contents parse(String indexText) {
        List<Group> groups = new ArrayList<>();
        Matcher lineMatcher = GROUP_OR_ENTRY_PATTERN.matcher(indexText);
        while (lineMatcher.find()) {
            if (lineMatcher.group(1) != null) {
                groups.add(new Group(lineMatcher.group(1), new ArrayList<>()));
            } else {
                groups.get(groups.size() - 1).entries().add(new Entry(lineMatcher.group(2), lineMatcher.group(3)));
            }
        }
        groups.removeIf(group -> group.entries().isEmpty());
        return new Contents(groups);
    }
}
