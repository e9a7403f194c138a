package dev.cairn.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.ValueType;
import dev.cairn.sql.Sql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that bound values are checked against the types of their columns. */
class ParameterConverterTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static Object convert(ValueType<?> type, String columnType, Object value) {
        return ParameterConverter.convert(type, Sql.parseType(columnType), value);
    }

    @Test
    void textsAreMeasuredInUtf8() {
        for (String text : List.of("", "abc", "üü", "☂", "\uD83D\uDE00", "a\uD83D\uDE00ü")) {
            assertThat(ParameterConverter.countUtf8Bytes(text))
                    .describedAs(text)
                    .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        }
        assertThat(convert(ValueType.TEXT, "varchar(4)", "\uD83D\uDE00")).isEqualTo("\uD83D\uDE00");
        assertThatThrownBy(() -> convert(ValueType.TEXT, "varchar(3)", "\uD83D\uDE00"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> convert(ValueType.TEXT, "char(1)", "ü"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void timesHaveMicroseconds() {
        assertThat(convert(ValueType.DATE_TIME, "datetime", LocalDateTime.of(26, 1, 2, 3, 4, 5, 60_999)))
                .isEqualTo("0026-01-02 03:04:05.000060");
        assertThat(convert(ValueType.DATE_TIME, "datetime", LocalDateTime.of(2026, 11, 12, 13, 14)))
                .isEqualTo("2026-11-12 13:14:00");
        assertThatThrownBy(() -> convert(ValueType.DATE, "date", LocalDate.of(10_000, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> convert(ValueType.DATE_TIME, "datetime", LocalDateTime.of(-1, 1, 1, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void numbersBeyondTheColumnsRangeAreRefused() {
        BigInteger maxValue = BigInteger.TWO.pow(127).subtract(BigInteger.ONE);
        assertThat(convert(ValueType.LARGE_INT, "largeint", maxValue)).isEqualTo(maxValue.toString());
        assertThatThrownBy(() -> convert(ValueType.LARGE_INT, "largeint", maxValue.add(BigInteger.ONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThat(convert(ValueType.DECIMAL, "decimal(4, 2)", new BigDecimal("99.99")))
                .isEqualTo(new BigDecimal("99.99"));
        assertThat(convert(ValueType.DECIMAL, "decimal(4, 2)", new BigDecimal("1.2900")))
                .isEqualTo(new BigDecimal("1.2900"));
        assertThat(convert(ValueType.DECIMAL, "decimal(4, 0)", new BigDecimal("1E3")))
                .isEqualTo(new BigDecimal("1E3"));
        assertThatThrownBy(() -> convert(ValueType.DECIMAL, "decimal(12, 2)", new BigDecimal("1.129")))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> convert(ValueType.DECIMAL, "decimal(2, 2)", new BigDecimal("0.00001")))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> convert(ValueType.DECIMAL, "decimal(4, 2)", new BigDecimal("1E2")))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> convert(ValueType.DOUBLE, "double", Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> convert(ValueType.FLOAT, "float", Float.NEGATIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void integersHaveTheRangeOfTheirColumn() {
        assertThat(convert(ValueType.LONG, "tinyint", -128L)).isEqualTo(-128L);
        assertThatThrownBy(() -> convert(ValueType.LONG, "tinyint", -129L))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> convert(ValueType.INT, "smallint", 32768))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> convert(ValueType.LONG, "int", 1L << 31))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> convert(ValueType.DOUBLE, "float", 1e300))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void jsonValuesMustBeValidDocuments() {
        assertThat(convert(ValueType.JSON, "json", "{\"a\": [1]}")).isEqualTo("[{\"a\": [1]}]");
        assertThatThrownBy(() -> convert(ValueType.JSON, "json", "{\"a\": [1}"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> convert(ValueType.TEXT, "json", "{a}"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThat(convert(ValueType.TEXT, "varchar(10)", "{a}")).isEqualTo("{a}");
    }

    @Test
    void textsMustNotContainLoneSurrogates() {
        assertThat(convert(ValueType.TEXT, "varchar(4)", "\uD83D\uDE00")).isEqualTo("\uD83D\uDE00");
        for (String textWithSurrogate : List.of("\uD83D", "a\uDE00", "\uD83Da", "\uDE00\uD83D")) {
            assertThatThrownBy(() -> convert(ValueType.TEXT, "varchar(40)", textWithSurrogate))
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    @Test
    void tooManyBytesAreRefused() {
        assertThat(convert(ValueType.BINARY, "varbinary(2)", new byte[] {0, -1}))
                .isEqualTo("00ff");
        assertThatThrownBy(() -> convert(ValueType.BINARY, "varbinary(2)", new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
    }
}
