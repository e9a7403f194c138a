package dev.cairn.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is bound to a JSON column. */
class BoundDocumentTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @Test
    void aDocumentIsSentAsAnElement() {
        assertThat(BoundValue.document("{\"a\": 1}")).isEqualTo("[{\"a\": 1}]");
    }

    @Test
    void theMessageNamesThePositionOfTheError() {
        assertThatThrownBy(() -> BoundValue.document("{\"a\": nope}"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> BoundValue.document("["))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void documentsOfMoreThanSixteenMegabytesAreRefused() {
        String text = "\"" + "x".repeat(BoundValue.MAX_DOCUMENT_BYTES) + "\"";
        assertThatThrownBy(() -> BoundValue.document(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }
}
