package dev.cairn.tooling.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class XmlElementTest {
    @Test
    void aParserReadsTextsAsTheyWereWritten() throws Exception {
        String text = "a < b\r\n\t\"c\" & d";
        String document = new XmlElement("failure")
                .setAttribute("message", text)
                .setText(text)
                .toDocument();
        Element element = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(document)))
                .getDocumentElement();
        assertThat(element.getAttribute("message")).isEqualTo(text);
        assertThat(element.getTextContent()).isEqualTo(text);
    }
}
