package dev.cairn.site;

import java.util.List;

/** Links to files or anchors that do not exist. */
final class BrokenLinksException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenLinksException(List<String> brokenLinks) {
        super(String.join("\n", brokenLinks));
    }
}
