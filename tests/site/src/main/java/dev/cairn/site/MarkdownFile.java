package dev.cairn.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonmark.Extension;
import org.commonmark.ext.footnotes.FootnotesExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A parsed Markdown file of the checkout.
 *
 * @param name the path of the file in the checkout
 * @param anchorByHeading the anchors of the headings, as GitHub generates them
 */
record MarkdownFile(String name, Document document, Map<Heading, String> anchorByHeading) {
    static final List<Extension> EXTENSIONS = List.of(TablesExtension.create(), FootnotesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

    static MarkdownFile read(Path checkout, String name) throws IOException {
        return parse(name, Files.readString(checkout.resolve(name)));
    }

    static MarkdownFile parse(String name, String markdown) {
        Document document = (Document) PARSER.parse(markdown);
        IdGenerator idGenerator = IdGenerator.builder().build();
        Map<Heading, String> anchorByHeading = new HashMap<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                anchorByHeading.put(heading, idGenerator.generateId(extractText(heading)));
            }
        });
        return new MarkdownFile(name, document, anchorByHeading);
    }

    String requireAnchor(Heading heading) {
        return Objects.requireNonNull(anchorByHeading.get(heading), heading::toString);
    }

    /** Returns the text of a node without its markup. */
    static String extractText(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
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
        });
        return text.toString();
    }
}
