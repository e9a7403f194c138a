package dev.cairn.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the values that are bound to JSON columns. */
class BoundDocumentTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @Test
    void aDocumentIsSentAsAnElement() {
        assertThat(ValueBinder.toDocument("{\"a\": 1}")).isEqualTo("[{\"a\": 1}]");
    }

    @Test
    void theMessageNamesThePositionOfTheError() {
        assertThatThrownBy(() -> ValueBinder.toDocument("{\"a\": nope}"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> ValueBinder.toDocument("["))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void documentsOfMoreThanSixteenMegabytesAreRefused() {
        String document = "\"" + "x".repeat(ValueBinder.MAX_DOCUMENT_BYTES) + "\"";
        assertThatThrownBy(() -> ValueBinder.toDocument(document))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }
}
