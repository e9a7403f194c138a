package dev.cairn.internal.row;

import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonReader.JsonSyntaxException;
import dev.cairn.schema.ValueType;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Converts values to parameters, and checks that their columns can hold them. If a column can't hold a value, an
 * IllegalArgumentException describes the value.
 */
public final class ParameterConverter {
    /**
     * The SQL of a parameter for bytes. They are sent as hexadecimal text, because drivers may write them in a form
     * that only MySQL reads. Of the server's formats, only hex can express zero bytes.
     */
    public static final String BYTES_PARAMETER = "to_binary(?, 'hex')";

    /**
     * The SQL of a parameter for a JSON document. The document is sent as the element of an array, because the server
     * parses a text only if it begins with a bracket or a quote; from any other text, such as -1, it makes a JSON
     * string.
     */
    public static final String DOCUMENT_PARAMETER = "json_query(parse_json(?), '$[0]')";

    /** The maximum length of a document. The server accepts 16 MB, including the brackets around the document. */
    static final int MAX_DOCUMENT_BYTES = 16 * 1024 * 1024 - 2;

    private static final int MAX_LARGEINT_BITS = 127;
    private static final int MAX_BYTES_PER_CHAR = 3;
    private static final int FIRST_TWO_BYTE_CHARACTER = 0x80;
    private static final int FIRST_THREE_BYTE_CHARACTER = 0x800;

    private ParameterConverter() {}

    /**
     * Returns the SQL of a parameter for a value.
     *
     * @param columnType the type of the column that the value is written to, or null if it is unknown
     */
    public static String renderParameter(ValueType<?> type, @Nullable Type columnType) {
        return type == ValueType.BINARY ? BYTES_PARAMETER : renderTextParameter(columnType);
    }

    /** Returns the SQL of a parameter for any value except bytes. */
    public static String renderTextParameter(@Nullable Type columnType) {
        return isDocumentType(columnType) ? DOCUMENT_PARAMETER : "?";
    }

    public static boolean isDocumentType(@Nullable Type columnType) {
        return columnType instanceof Type.Scalar scalarType && scalarType.kind() == Type.Scalar.Kind.JSON;
    }

    /**
     * Wraps a document in brackets, as {@link #DOCUMENT_PARAMETER} requires.
     *
     * @throws IllegalArgumentException if the text is not a document, or is longer than a JSON value may be
     */
    public static String wrapDocument(String documentText) {
        if (isLongerInUtf8(documentText, MAX_DOCUMENT_BYTES)) {
            throw new IllegalArgumentException("the document has " + countUtf8Bytes(documentText)
                    + " bytes in UTF-8, more than the " + MAX_DOCUMENT_BYTES + " that a JSON value can hold");
        }
        try {
            JsonReader.requireValid(documentText);
        } catch (JsonSyntaxException failure) {
            // The server would store NULL.
            throw new IllegalArgumentException("the text is not a JSON document: " + failure.problem(), failure);
        }
        requireUtf8(documentText);
        return "[" + documentText + "]";
    }

    /**
     * Returns the value as it is bound.
     *
     * @param columnType the type of the column, or null if it is unknown
     * @throws IllegalArgumentException if the column can't hold the value
     */
    public static Object convert(ValueType<?> type, @Nullable Type columnType, Object value) {
        if (type instanceof ValueType.Scalar<?> scalarType) {
            return convert(scalarType.kind(), columnType, value);
        }
        return toParameterValue(((Enum<?>) value).name(), columnType);
    }

    private static Object convert(ValueType.Kind kind, @Nullable Type columnType, Object value) {
        return switch (kind) {
            case TEXT, JSON -> toParameterValue((String) value, columnType);
            case BYTE, SHORT, INT, LONG -> {
                IntegerRange.of(columnType).requireContains(((Number) value).longValue());
                yield value;
            }
            case DECIMAL -> toParameterValue((BigDecimal) value, columnType);
            case LARGE_INT -> toParameterValue((BigInteger) value);
            case DATE -> TimeFormatter.format(requireSupportedDate((LocalDate) value));
            case DATE_TIME -> {
                LocalDateTime dateTime = (LocalDateTime) value;
                requireSupportedDate(dateTime.toLocalDate());
                yield TimeFormatter.format(dateTime);
            }
            case BINARY -> toParameterValue((byte[]) value, columnType);
            case FLOAT, DOUBLE -> {
                double number = ((Number) value).doubleValue();
                requireRepresentable(number, columnType);
                yield value;
            }
            default -> value;
        };
    }

    /**
     * Requires that a number is finite; for a FLOAT column, it must also be finite as a FLOAT.
     *
     * @throws IllegalArgumentException if the column can't hold the number
     */
    public static void requireRepresentable(double value, @Nullable Type columnType) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(value + " is not a number in StarRocks; use NULL instead");
        }
        boolean isSinglePrecision =
                columnType instanceof Type.Scalar scalarType && scalarType.kind() == Type.Scalar.Kind.FLOAT;
        if (isSinglePrecision && Float.isInfinite((float) value)) {
            throw new IllegalArgumentException(value + " is beyond the largest FLOAT");
        }
    }

    private static String toParameterValue(String text, @Nullable Type columnType) {
        if (isDocumentType(columnType)) {
            return wrapDocument(text);
        }
        requireUtf8(text);
        if (columnType instanceof Type.Text type && type.length() >= 0 && isLongerInUtf8(text, type.length())) {
            throw new IllegalArgumentException("the text has " + countUtf8Bytes(text) + " bytes in UTF-8, more than "
                    + Sql.render(type) + " can hold");
        }
        return text;
    }

    private static void requireUtf8(String text) {
        int surrogateIndex = findUnpairedSurrogate(text);
        if (surrogateIndex >= 0) {
            throw new IllegalArgumentException("character " + (surrogateIndex + 1)
                    + " of the text is an unpaired surrogate, which UTF-8 can't encode");
        }
    }

    private static String toParameterValue(byte[] bytes, @Nullable Type columnType) {
        if (columnType instanceof Type.Text type && type.length() >= 0 && bytes.length > type.length()) {
            throw new IllegalArgumentException(
                    "the value has " + bytes.length + " bytes, more than " + Sql.render(type) + " can hold");
        }
        return HexFormat.of().formatHex(bytes);
    }

    private static BigDecimal toParameterValue(BigDecimal value, @Nullable Type columnType) {
        if (columnType instanceof Type.Decimal type
                && type.precision() > 0
                && value.signum() != 0
                && value.precision() - value.scale() > type.precision() - type.scale()) {
            throw new IllegalArgumentException(
                    value.toPlainString() + " has more integer digits than " + renderDecimal(type));
        }
        if (columnType instanceof Type.Decimal type && type.precision() > 0 && exceedsScale(type.scale(), value)) {
            throw new IllegalArgumentException(
                    value.toPlainString() + " has more fractional digits than " + renderDecimal(type) + "; round it");
        }
        return value;
    }

    /** Renders the type without its storage class, which people do not write. */
    private static String renderDecimal(Type.Decimal decimalType) {
        return Sql.render(new Type.Decimal(Type.Decimal.Kind.DECIMAL, decimalType.precision(), decimalType.scale()));
    }

    /** Returns whether a number has more fractional digits than the scale, without trailing zeros. */
    private static boolean exceedsScale(int scale, BigDecimal value) {
        return value.scale() > scale && value.stripTrailingZeros().scale() > scale;
    }

    private static String toParameterValue(BigInteger value) {
        if (value.bitLength() > MAX_LARGEINT_BITS) {
            throw new IllegalArgumentException(value + " exceeds the 128 bits of a LARGEINT");
        }
        return value.toString();
    }

    private static LocalDate requireSupportedDate(LocalDate date) {
        if (!TimeFormatter.isSupportedYear(date.getYear())) {
            throw new IllegalArgumentException(
                    "the year of " + date + " is outside 0 to 9999, the range that StarRocks supports");
        }
        return date;
    }

    static boolean isLongerInUtf8(String text, int maxBytes) {
        return text.length() > maxBytes / MAX_BYTES_PER_CHAR && countUtf8Bytes(text) > maxBytes;
    }

    /** Returns the length of a text in UTF-8 without encoding it. */
    static int countUtf8Bytes(String text) {
        int byteCount = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < FIRST_TWO_BYTE_CHARACTER) {
                byteCount++;
            } else if (character < FIRST_THREE_BYTE_CHARACTER) {
                byteCount += 2;
            } else if (Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                byteCount += 4;
                i++;
            } else {
                byteCount += MAX_BYTES_PER_CHAR;
            }
        }
        return byteCount;
    }

    /** Returns the index of the first unpaired surrogate, or -1 if all surrogates are paired. */
    private static int findUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isSurrogate(character)) {
                boolean isPair = Character.isHighSurrogate(character)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
