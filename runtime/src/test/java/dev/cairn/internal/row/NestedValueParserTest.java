package dev.cairn.internal.row;

import static dev.cairn.schema.ValueType.BINARY;
import static dev.cairn.schema.ValueType.DATE;
import static dev.cairn.schema.ValueType.INT;
import static dev.cairn.schema.ValueType.JSON;
import static dev.cairn.schema.ValueType.TEXT;
import static dev.cairn.schema.ValueType.list;
import static dev.cairn.schema.ValueType.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.ValueType;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the parsing of collections in the text format of a backend. */
class NestedValueParserTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private record Size(int width, String unit) {}

    private static final ValueType<Size> SIZE_TYPE = ValueType.struct(
            List.of("width", "unit"), row -> new Size(row.intAt(0), row.at(1, TEXT)), (value, row) -> {});

    private static Object parse(String text, ValueType<?> type) {
        return NestedValueParser.parse(text.getBytes(StandardCharsets.UTF_8), type);
    }

    @Test
    void listsAreReadFromTheirText() {
        assertThat(parse("[1,null,-3]", list(INT))).isEqualTo(Arrays.asList(1, null, -3));
        assertThat(parse("[]", list(INT))).isEqualTo(List.of());
        assertThat(parse("[[1],[],null]", list(list(INT)))).isEqualTo(Arrays.asList(List.of(1), List.of(), null));
        assertThat(parse("[\"2026-01-02\"]", list(DATE))).isEqualTo(List.of(LocalDate.of(2026, 1, 2)));
    }

    @Test
    void onlyQuotesAndBackslashesAreEscaped() {
        assertThat(parse("[\"a,]\",\"\\\"\\\\\",\"it's\",\"\n\",\"null\",\"ü☂\"]", list(TEXT)))
                .isEqualTo(List.of("a,]", "\"\\", "it's", "\n", "null", "ü☂"));
        assertThat(parse("['{\"a\":\"it\\'s\"}','[1]']", list(JSON))).isEqualTo(List.of("{\"a\":\"it's\"}", "[1]"));
    }

    @Test
    void bytesAreReadUnchanged() {
        byte[] textBytes = {'[', '"', (byte) 0xff, '\\', '"', 0, '"', ']'};

        assertThat((List<?>) NestedValueParser.parse(textBytes, list(BINARY)))
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(List.of(new byte[] {(byte) 0xff, '"', 0}));
    }

    @Test
    void keysOfMapsMayBeUnquoted() {
        assertThat(parse("{1:\"a\",2:null}", map(INT, TEXT)))
                .asInstanceOf(MAP)
                .containsEntry(1, "a")
                .containsEntry(2, null);
        assertThat(parse("{\"k:\":{}}", map(TEXT, map(TEXT, INT)))).isEqualTo(Map.of("k:", Map.of()));
    }

    @Test
    void fieldsAreFoundByTheirNames() {
        assertThat(parse("{\"unit\":\"cm\",\"other\":[{\"x\":\"}\"}],\"WIDTH\":3}", SIZE_TYPE))
                .isEqualTo(new Size(3, "cm"));
        assertThatThrownBy(() -> parse("{\"width\":3}", SIZE_TYPE))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> parse("{\"width\":null,\"unit\":\"cm\"}", SIZE_TYPE))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void truncatedCollectionsAreRefused() {
        for (String text : List.of("[1", "[1,", "[", "{\"a", "[1]]", "\"a\"", "[\"2026\"]", "")) {
            assertThatThrownBy(() -> parse(text, list(DATE)))
                    .describedAs(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
