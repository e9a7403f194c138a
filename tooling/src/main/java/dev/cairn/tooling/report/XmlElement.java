package dev.cairn.tooling.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An element of an XML document. Its attributes are written in the order in which they were first set. It has either
 * text or child elements, never both.
 *
 * <pre>{@code
 * XmlElement suite = new XmlElement("testsuite").setAttribute("tests", 1);
 * suite.addElement(new XmlElement("testcase").setAttribute("name", "a < b"));
 * suite.toDocument();
 * }</pre>
 */
public final class XmlElement {
    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<XmlElement> childElements = new ArrayList<>();
    private String text = "";

    public XmlElement(String name) {
        this.name = name;
    }

    /** Sets an attribute, or replaces its value. */
    public XmlElement setAttribute(String attributeName, Object value) {
        attributes.put(attributeName, value.toString());
        return this;
    }

    /** Sets the text of the element, which must have no child elements. */
    public XmlElement setText(String content) {
        text = content;
        return this;
    }

    /** Adds a child element after the others. The element must have no text. */
    public XmlElement addElement(XmlElement element) {
        childElements.add(element);
        return this;
    }

    /** Returns a document with this element at its root, without a line break at the end. */
    public String toDocument() {
        StringBuilder document = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writeElement("", document);
        return document.toString();
    }

    private void writeElement(String indentation, StringBuilder document) {
        document.append(indentation).append('<').append(name);
        attributes.forEach((attribute, value) -> document.append(' ')
                .append(attribute)
                .append("=\"")
                .append(escapeAttribute(value))
                .append('"'));
        if (childElements.isEmpty() && text.isEmpty()) {
            document.append("/>");
            return;
        }
        document.append('>').append(escapeText(text));
        for (XmlElement element : childElements) {
            element.writeElement(indentation + "  ", document.append('\n'));
        }
        document.append(childElements.isEmpty() ? "" : "\n" + indentation)
                .append("</")
                .append(name)
                .append('>');
    }

    /** Escapes line feeds and tabs, too, which a parser of XML would replace by spaces in an attribute. */
    private static String escapeAttribute(String value) {
        return escapeText(value).replace("\"", "&quot;").replace("\n", "&#10;").replace("\t", "&#9;");
    }

    /** Escapes a carriage return, too, which a parser of XML would replace by a line feed. */
    private static String escapeText(String value) {
        return escape(value).replace("\r", "&#13;");
    }

    /**
     * Escapes the markup in a text for XML or HTML, and replaces each character that XML does not allow by U+FFFD.
     * Quotes remain, so the result is not suitable for an attribute.
     */
    public static String escape(String text) {
        StringBuilder escapedText = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(codePoint -> {
            switch (codePoint) {
                case '&' -> escapedText.append("&amp;");
                case '<' -> escapedText.append("&lt;");
                case '>' -> escapedText.append("&gt;");
                default -> escapedText.appendCodePoint(isXmlCharacter(codePoint) ? codePoint : '\uFFFD');
            }
        });
        return escapedText.toString();
    }

    private static boolean isXmlCharacter(int codePoint) {
        return codePoint == '\t'
                || codePoint == '\n'
                || codePoint == '\r'
                || (codePoint >= 0x20 && codePoint <= 0xD7FF)
                || (codePoint >= 0xE000 && codePoint != 0xFFFE && codePoint != 0xFFFF);
    }
}
