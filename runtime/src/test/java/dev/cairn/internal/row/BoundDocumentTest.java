package dev.cairn.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is bound to a JSON column. */
class BoundDocumentTest {
    @Test
    void aDocumentIsSentAsAnElement() {
        assertThat(BoundValue.document("{\"a\": 1}")).isEqualTo("[{\"a\": 1}]");
    }

    @Test
    void theMessageNamesThePositionOfTheError() {
        assertThatThrownBy(() -> BoundValue.document("{\"a\": nope}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the text is not a JSON document: unexpected 'n' at character 7");
        assertThatThrownBy(() -> BoundValue.document("["))
                .hasMessage("the text is not a JSON document: unexpected end of input at character 2");
    }

    @Test
    void documentsOfMoreThanSixteenMegabytesAreRefused() {
        String text = "\"" + "x".repeat(BoundValue.MOST_BYTES_OF_A_DOCUMENT) + "\"";
        assertThatThrownBy(() -> BoundValue.document(text)).hasMessageContaining("more than the 16 MB");
    }
}
