package dev.cairn.site;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/**
 * Renders the content of a page with anchors at headings and highlighted examples, but without HTML comments, which are
 * for tests.
 */
final class PageContentRenderer implements NodeRenderer {
    /** The maximum length of code inside a sentence that stays on one line. */
    private static final int LONG_CODE_LENGTH = 24;

    private final Page page;
    private final Heading firstHeading;
    private final HtmlNodeRendererContext context;
    private final HtmlWriter htmlWriter;

    private PageContentRenderer(Page page, HtmlNodeRendererContext context) {
        this.page = page;
        this.firstHeading = page.headings().get(0);
        this.context = context;
        this.htmlWriter = context.getWriter();
    }

    static String renderHtml(Page page) {
        return HtmlRenderer.builder()
                .extensions(MarkdownFile.EXTENSIONS)
                .nodeRendererFactory(context -> new PageContentRenderer(page, context))
                .build()
                .render(page.document());
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(Heading.class, Code.class, FencedCodeBlock.class, IndentedCodeBlock.class, HtmlBlock.class);
    }

    @Override
    public void render(Node node) {
        if (node instanceof Heading heading) {
            render(heading);
        } else if (node instanceof Code code) {
            // Browsers break lines at hyphens, which makes options unreadable.
            htmlWriter.tag("code", code.getLiteral().length() > LONG_CODE_LENGTH ? Map.of("class", "long") : Map.of());
            htmlWriter.text(code.getLiteral());
            htmlWriter.tag("/code");
        } else if (node instanceof FencedCodeBlock block) {
            String[] infoWords = block.getInfo() == null
                    ? new String[] {""}
                    : block.getInfo().split(" ", -1);
            renderExample(infoWords[0], block.getLiteral());
        } else if (node instanceof IndentedCodeBlock block) {
            renderExample("", block.getLiteral());
        } else if (node instanceof HtmlBlock block && !block.getLiteral().startsWith("<!--")) {
            htmlWriter.raw(block.getLiteral());
        }
    }

    private void render(Heading heading) {
        String tagName =
                heading == firstHeading ? "h1" : "h" + Math.max(2, heading.getLevel() - firstHeading.getLevel() + 1);
        Map<String, String> attributes = new LinkedHashMap<>();
        String anchor = page.source().requireAnchor(heading);
        attributes.put("id", anchor);
        htmlWriter.line();
        htmlWriter.tag(tagName, attributes);
        for (Node child = heading.getFirstChild(); child != null; child = child.getNext()) {
            context.render(child);
        }
        if (heading != firstHeading) {
            htmlWriter.tag("a", Map.of("class", "anchor", "href", "#" + anchor, "aria-label", "Link to this section"));
            htmlWriter.text("#");
            htmlWriter.tag("/a");
        }
        htmlWriter.tag("/" + tagName);
        htmlWriter.line();
    }

    /**
     * Renders an example. The script of the site adds the button that copies it, because the button does not work
     * without the script.
     */
    private void renderExample(String language, String text) {
        htmlWriter.line();
        htmlWriter.tag("div", Map.of("class", "example"));
        htmlWriter.tag("pre", Map.of("tabindex", "0"));
        htmlWriter.tag("code");
        htmlWriter.raw(CodeHighlighter.highlight(language, text));
        htmlWriter.tag("/code");
        htmlWriter.tag("/pre");
        htmlWriter.tag("/div");
        htmlWriter.line();
    }
}
