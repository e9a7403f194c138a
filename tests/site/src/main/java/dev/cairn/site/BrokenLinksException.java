package dev.cairn.site;

import java.util.List;

/** Thrown if the site has links to files or anchors that do not exist. The message has a line for each of them. */
final class BrokenLinksException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenLinksException(List<String> brokenLinks) {
        super(String.join("\n", brokenLinks));
    }
}
