package dev.cairn.site;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The destination of a link within the site or the sources.
 *
 * @param path the path without the anchor; empty if the link leads to a place in its own page
 */
record PageLink(String path, Optional<String> anchor) {
    private static final Pattern EXTERNAL_PATTERN = Pattern.compile("[a-z]+:.*");

    /** Returns whether a destination is the address of another site, so that it can't be parsed as a path. */
    static boolean isExternal(String destination) {
        return EXTERNAL_PATTERN.matcher(destination).matches();
    }

    static PageLink parse(String destination) {
        int hashIndex = destination.indexOf('#');
        return hashIndex < 0
                ? new PageLink(destination, Optional.empty())
                : new PageLink(destination.substring(0, hashIndex), Optional.of(destination.substring(hashIndex + 1)));
    }
}
