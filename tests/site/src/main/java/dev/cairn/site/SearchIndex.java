package dev.cairn.site;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** The texts of all pages, which the script of the site searches: one entry for each section. */
final class SearchIndex {
    private final List<String> entries = new ArrayList<>();

    /**
     * Adds an entry for each section of a page.
     *
     * @param group the title of the page's group in the navigation, or of its parent page
     */
    void addPage(Page page, String group) {
        String title = page.title();
        List<Heading> headings = page.headings();
        for (Heading heading : headings) {
            boolean isFirst = heading == headings.get(0);
            String address = page.path() + (isFirst ? "" : "#" + page.source().requireAnchor(heading));
            entries.add(JavaScript.renderArray(List.of(
                    JavaScript.quote(address),
                    JavaScript.quote(isFirst ? group : title),
                    JavaScript.quote(MarkdownFile.extractText(heading)),
                    JavaScript.quote(extractSectionText(heading)))));
        }
    }

    String renderScript() {
        return "cairnSearch(" + JavaScript.renderArray(entries) + ");\n";
    }

    /** Returns the text below a heading, up to the next heading, on one line. */
    private static String extractSectionText(Heading heading) {
        TextCollector textCollector = new TextCollector();
        for (Node block = heading.getNext(); block != null && !(block instanceof Heading); block = block.getNext()) {
            block.accept(textCollector);
        }
        return textCollector.text.toString().strip().replaceAll("\\s+", " ");
    }

    private static final class TextCollector extends AbstractVisitor {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void visit(Text part) {
            text.append(part.getLiteral());
        }

        @Override
        public void visit(Code part) {
            text.append(part.getLiteral());
        }

        @Override
        public void visit(SoftLineBreak part) {
            text.append(' ');
        }

        @Override
        public void visit(Paragraph paragraph) {
            visitChildren(paragraph);
            text.append(' ');
        }

        @Override
        public void visit(CustomNode node) {
            visitChildren(node);
            if (node instanceof TableCell) {
                text.append(' ');
            }
        }

        @Override
        public void visit(FencedCodeBlock block) {
            text.append(block.getLiteral()).append(' ');
        }

        @Override
        public void visit(IndentedCodeBlock block) {
            text.append(block.getLiteral()).append(' ');
        }
    }
}
