package dev.cairn.site;

import java.util.List;

/** The site has links to files or anchors that do not exist; the message names each of them in a line. */
final class BrokenLinksException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenLinksException(List<String> brokenLinks) {
        super(String.join("\n", brokenLinks));
    }
}
