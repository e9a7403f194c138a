package dev.cairn.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the values that are bound to JSON columns. */
class DocumentParameterTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @Test
    void aDocumentIsSentAsAnElement() {
        assertThat(ParameterConverter.wrapDocument("{\"a\": 1}")).isEqualTo("[{\"a\": 1}]");
    }

    @Test
    void theMessageNamesThePositionOfTheError() {
        assertThatThrownBy(() -> ParameterConverter.wrapDocument("{\"a\": nope}"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> ParameterConverter.wrapDocument("["))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void documentsOfMoreThanSixteenMegabytesAreRefused() {
        String document = "\"" + "x".repeat(ParameterConverter.MAX_DOCUMENT_BYTES) + "\"";
        assertThatThrownBy(() -> ParameterConverter.wrapDocument(document))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }
}
