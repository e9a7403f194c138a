package dev.cairn.embedded.function.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values are encoded as the specification of Parquet says, because backends compare the encoded bytes. */
class VariantEncoderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "null | 010000.00",
                "\"TRUE:\" | 010000.04",
                "\"FALSE:\" | 010000.08",
                "\"INT8:-1\" | 010000.0cff",
                "\"INT16:300\" | 010000.102c01",
                "\"INT32:100000\" | 010000.14a0860100",
                "\"INT64:1\" | 010000.180100000000000000",
                "\"DOUBLE:1.5\" | 010000.1c000000000000f83f",
                "\"FLOAT:1.5\" | 010000.380000c03f",
                "\"DECIMAL4:1.50\" | 010000.200296000000",
                "\"STRING:ab\" | 010000.096162",
                "\"JSON:\\\"ab\\\"\" | 010000.40020000006162",
                "\"JSON:1\" | 010000.180100000000000000",
                "[\"INT8:1\", null] | 010000.03020002030c0100",
                "{\"b\": \"INT8:1\", \"a\": null} | 11020001026162.020200010001030" + "00c01",
            })
    void aValueIsEncoded(String notation, String storedText) {
        assertThat(VariantEncoder.encode(notation).toStoredText()).isEqualTo(storedText);
    }

    @Test
    void largeValuesAreReadAsTheyWereEncoded() {
        StringBuilder elements = new StringBuilder("\"STRING:" + "x".repeat(70) + "\"");
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            elements.append(", \"INT16:").append(i).append('"');
            members.append(i == 0 ? "" : ", ")
                    .append("\"m")
                    .append(i)
                    .append("\": \"INT16:")
                    .append(i)
                    .append('"');
        }
        Variant array = VariantEncoder.encode("[" + elements + "]");
        Variant object = VariantEncoder.encode("{" + members + "}");
        assertThat(array.elements()).hasSize(301);
        assertThat(array.findElement(0).orElseThrow().text()).isEqualTo("x".repeat(70));
        assertThat(array.findElement(300).orElseThrow().integer()).isEqualTo(299);
        assertThat(Variant.parse(object.toStoredText())
                        .findMember("m299")
                        .orElseThrow()
                        .integer())
                .isEqualTo(299);
        assertThat(object.members()).hasSize(300);
    }
}
