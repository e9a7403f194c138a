package dev.cairn.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/**
 * A page of the site.
 *
 * @param path its path in the site, with slashes
 * @param source the file that the page shows, whole or in part
 * @param document its content, which begins with its heading
 * @param parent the reference page that lists this page, if this page is about one code; otherwise empty
 */
record Page(String path, MarkdownFile source, Document document, Optional<Page> parent) {
    static Page of(MarkdownFile source) {
        return new Page(toPath(source.name()), source, source.document(), Optional.empty());
    }

    /**
     * Returns a page about one code, a child of this page. Moves the blocks from their document to the new page.
     *
     * @param blocks the content of the new page; the first block is the heading, whose text is the code
     */
    Page createChild(List<Node> blocks) {
        Document childDocument = new Document();
        blocks.forEach(childDocument::appendChild);
        String code = MarkdownFile.extractText(blocks.get(0));
        return new Page(
                path.substring(0, path.length() - ".html".length()) + "/" + code + ".html",
                source,
                childDocument,
                Optional.of(this));
    }

    /**
     * Returns the path of the page for a file: {@code docs/lint.md} becomes {@code lint.html}, and
     * {@code plugins/maven/README.md} becomes {@code plugins-maven.html}.
     */
    private static String toPath(String fileName) {
        if (fileName.equals("README.md")) {
            return "index.html";
        }
        String name =
                fileName.startsWith("docs/") ? fileName.substring("docs/".length()) : fileName.replace("/README", "");
        return name.toLowerCase(Locale.ROOT).replace('/', '-').replace(".md", ".html");
    }

    String title() {
        return MarkdownFile.extractText(headings().get(0));
    }

    /** Returns the headings in their order; the first one is the heading of the page. */
    List<Heading> headings() {
        List<Heading> headings = new ArrayList<>();
        for (Node block = document.getFirstChild(); block != null; block = block.getNext()) {
            if (block instanceof Heading heading) {
                headings.add(heading);
            }
        }
        return headings;
    }

    /** Returns the relative path from this page to a file of the site. */
    String relativize(String file) {
        return "../".repeat((int)
                        path.chars().filter(character -> character == '/').count())
                + file;
    }
}
