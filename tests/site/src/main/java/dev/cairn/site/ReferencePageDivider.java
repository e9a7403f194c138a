package dev.cairn.site;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;

/**
 * Divides a page with a section for each code, such as {@code ### unknown-column}: each section becomes a page, and the
 * page lists them.
 */
final class ReferencePageDivider {
    private static final Pattern CODE_PATTERN = Pattern.compile("[a-z]+(?:-[a-z0-9]+)*");
    private static final int CODE_HEADING_LEVEL = 3;
    private static final Pattern FIRST_SENTENCE_PATTERN = Pattern.compile("(.*?[.:])(?: .*|$)");

    private ReferencePageDivider() {}

    /**
     * Moves the section of each code to a page of its own, and returns these pages. In the given page, a list of links
     * replaces each run of consecutive sections.
     */
    static List<Page> divide(Page page) {
        List<Page> children = new ArrayList<>();
        BulletList linkList = new BulletList();
        Node block = page.document().getFirstChild();
        while (block != null) {
            if (isCodeHeading(block)) {
                List<Node> section = collectSection(block);
                block = section.get(section.size() - 1).getNext();
                if (linkList.getParent() == null) {
                    section.get(0).insertBefore(linkList);
                }
                linkList.appendChild(createListItem(section));
                children.add(page.createChild(section));
            } else {
                linkList = new BulletList();
                linkList.setTight(true);
                block = block.getNext();
            }
        }
        return children;
    }

    private static boolean isCodeHeading(Node block) {
        return block instanceof Heading heading
                && heading.getLevel() == CODE_HEADING_LEVEL
                && CODE_PATTERN.matcher(MarkdownFile.extractText(heading)).matches();
    }

    private static List<Node> collectSection(Node startNode) {
        List<Node> section = new ArrayList<>(List.of(startNode));
        Node nextNode = startNode.getNext();
        while (nextNode != null && !(nextNode instanceof Heading heading && heading.getLevel() <= CODE_HEADING_LEVEL)) {
            section.add(nextNode);
            nextNode = nextNode.getNext();
        }
        return section;
    }

    /** Returns a list item with a link to a section and the first sentence of the section. */
    private static ListItem createListItem(List<Node> section) {
        String code = MarkdownFile.extractText(section.get(0));
        Link link = new Link("#" + code, null);
        link.appendChild(new Code(code));
        Paragraph paragraph = new Paragraph();
        paragraph.appendChild(link);
        section.stream().filter(Paragraph.class::isInstance).findFirst().ifPresent(firstParagraph -> {
            Matcher sentenceMatcher = FIRST_SENTENCE_PATTERN.matcher(MarkdownFile.extractText(firstParagraph));
            paragraph.appendChild(new Text(" "
                    + (sentenceMatcher.matches()
                            ? sentenceMatcher.group(1)
                            : MarkdownFile.extractText(firstParagraph))));
        });
        ListItem listItem = new ListItem();
        listItem.appendChild(paragraph);
        return listItem;
    }
}
