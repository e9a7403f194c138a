package dev.cairn.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;

/** Translates links between files of the checkout into links between pages of the site. */
final class LinkTranslator {
    private final Path checkout;
    private final String sourcesUrl;
    /**
     * The pages by their files in the checkout, and the headings by the file, a number sign and the anchor. The first
     * page of a file stands for the whole file.
     */
    private final Map<String, LinkTarget> targetByKey = new HashMap<>();

    private final Set<String> copiedFiles = new TreeSet<>();
    private final List<String> brokenLinks = new ArrayList<>();

    /** A page of the site, or a heading on it. */
    private record LinkTarget(String address, String title) {}

    /**
     * Creates a translator for the pages of a site.
     *
     * @param sourcesUrl the address of the sources; if it is empty, links to them become plain text
     * @param pages all pages; a page with child pages precedes these
     */
    LinkTranslator(Path checkout, String sourcesUrl, List<Page> pages) {
        this.checkout = checkout;
        this.sourcesUrl = sourcesUrl;
        for (Page page : pages) {
            String fileName = page.source().name();
            targetByKey.putIfAbsent(fileName, new LinkTarget(page.path(), page.title()));
            List<Heading> headings = page.headings();
            for (Heading heading : headings) {
                String anchor = page.source().requireAnchor(heading);
                boolean isFirst = heading == headings.get(0);
                targetByKey.put(
                        fileName + "#" + anchor,
                        new LinkTarget(page.path() + (isFirst ? "" : "#" + anchor), MarkdownFile.extractText(heading)));
            }
        }
    }

    /** Returns the files that the translated pages show or link to, relative to the checkout. */
    Set<String> copiedFiles() {
        return copiedFiles;
    }

    /** Returns a line for each link of the translated pages whose target does not exist. */
    List<String> brokenLinks() {
        return brokenLinks;
    }

    /** Returns the path in the site of a file of the checkout that is copied to it. */
    static String toSitePath(String file) {
        return file.startsWith("docs/") ? file.substring("docs/".length()) : file;
    }

    /**
     * Changes the links of a page to addresses in the site, and collects broken links and the files to copy. Must be
     * called only once for each page, because it changes the document of the page.
     */
    void translateLinks(Page page) {
        page.document().accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                visitChildren(link);
                translateLink(page, link);
            }

            @Override
            public void visit(Image image) {
                Optional<String> target = resolveAddress(page, image.getDestination());
                target.ifPresent(image::setDestination);
            }
        });
    }

    private void translateLink(Page page, Link link) {
        String destination = link.getDestination();
        Optional<String> address = resolveAddress(page, destination);
        if (address.isEmpty()) {
            unwrap(link);
            return;
        }
        link.setDestination(address.get());
        String key = toKey(page, destination);
        LinkTarget linkTarget = targetByKey.get(key);
        // If the text of a link is only the path of its target, the title of the target replaces it.
        if (linkTarget != null
                && link.getFirstChild() instanceof Text label
                && key.replaceFirst("#.*", "").endsWith(label.getLiteral())) {
            label.setLiteral(linkTarget.title());
        }
    }

    /** Replaces a link by its content. */
    private static void unwrap(Link link) {
        while (link.getFirstChild() != null) {
            Node child = link.getFirstChild();
            link.insertBefore(child);
        }
        link.unlink();
    }

    /** Returns the file, relative to the checkout, and the anchor that a link names. */
    private static String toKey(Page page, String destination) {
        PageLink link = PageLink.parse(destination);
        Path sourcePath = Path.of(page.source().name());
        String targetPath = link.path().isEmpty()
                ? page.source().name()
                : sourcePath.resolveSibling(link.path()).normalize().toString().replace('\\', '/');
        return targetPath + link.anchor().map(anchor -> "#" + anchor).orElse("");
    }

    /**
     * Returns the address in the site to which a link leads; empty if it leads to a file of the sources whose address
     * is unknown. The file is collected if it has to be copied, and the link if it is broken.
     */
    private Optional<String> resolveAddress(Page page, String destination) {
        if (PageLink.isExternal(destination)) {
            return Optional.of(destination);
        }
        String key = toKey(page, destination);
        LinkTarget linkTarget = targetByKey.get(key);
        if (linkTarget != null) {
            return Optional.of(page.relativize(linkTarget.address()));
        }
        if (key.contains("#") || !Files.exists(checkout.resolve(key))) {
            brokenLinks.add(page.source().name() + " links to " + destination);
            return Optional.of(destination);
        }
        if (isPartOfSite(key)) {
            copiedFiles.add(key);
            return Optional.of(page.relativize(toSitePath(key)));
        }
        return sourcesUrl.isEmpty() ? Optional.empty() : Optional.of(sourcesUrl + key);
    }

    /** Returns whether a file is a part of the site: images and schemas of docs, and the files beside the README. */
    private boolean isPartOfSite(String file) {
        return Files.isRegularFile(checkout.resolve(file)) && (file.startsWith("docs/") || !file.contains("/"));
    }
}
