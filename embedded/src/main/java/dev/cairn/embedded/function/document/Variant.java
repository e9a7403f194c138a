package dev.cairn.embedded.function.document;

import dev.cairn.embedded.function.time.DateTimeText;
import dev.cairn.embedded.text.NumberText;
import dev.cairn.engine.value.JsonWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of the type VARIANT in Parquet's encoding. DuckDB stores the hexadecimal digits of the encoding. They sort
 * like the values on a backend: first by the metadata, then by the value.
 */
public final class Variant {
    /** Separates the metadata from the value. It sorts before each digit, so a prefix of other metadata comes first. */
    private static final String SEPARATOR = ".";

    static final long MICROSECONDS_PER_SECOND = 1_000_000;
    /** The digits that identify each FLOAT. */
    private static final int FLOAT_DIGITS = 9;
    /** The digits that identify each DOUBLE. */
    private static final int DOUBLE_DIGITS = 17;

    /** The names of all members in the value. */
    private final byte[] metadata;

    /** Contains the encoded value. If this is an element, the encoded values of other elements surround it. */
    private final byte[] encodedValues;

    /** The index of the first byte of the encoded value. */
    private final int start;

    Variant(byte[] metadata, byte[] encodedValue) {
        this(metadata, encodedValue, 0);
    }

    private Variant(byte[] metadata, byte[] encodedValues, int start) {
        this.metadata = metadata;
        this.encodedValues = encodedValues;
        this.start = start;
    }

    /** Reads a stored value. */
    static Variant parse(String storedText) {
        int separatorIndex = storedText.indexOf(SEPARATOR);
        return new Variant(
                HexFormat.of().parseHex(storedText, 0, separatorIndex),
                HexFormat.of().parseHex(storedText, separatorIndex + 1, storedText.length()));
    }

    /** Returns the text that DuckDB stores. That of an element includes all bytes after it in its array or object. */
    String toStoredText() {
        return HexFormat.of().formatHex(metadata)
                + SEPARATOR
                + HexFormat.of().formatHex(encodedValues, start, encodedValues.length);
    }

    /** Returns the number of bytes of the value and its names, in the form in which DuckDB stores them. */
    int byteCount() {
        return metadata.length + encodedValues.length - start;
    }

    /** Returns the null of VARIANT, which is not NULL. */
    private Variant createNull() {
        return new Variant(metadata, new byte[] {0});
    }

    VariantType type() {
        return switch (byteAt(0) & 0b11) {
            case 0 -> VariantType.ofNumber(valueHeader());
            case VariantEncoder.OBJECT_BASIC_TYPE -> VariantType.OBJECT;
            case VariantEncoder.ARRAY_BASIC_TYPE -> VariantType.ARRAY;
            default -> VariantType.STRING;
        };
    }

    private int valueHeader() {
        return (byteAt(0) & 0xff) >>> 2;
    }

    private byte byteAt(int index) {
        return encodedValues[start + index];
    }

    /** Reads an unsigned number of the encoded value. */
    private int readUnsigned(int index, int byteCount) {
        return readUnsigned(encodedValues, start + index, byteCount);
    }

    /** Returns a text; the type must be STRING. */
    String text() {
        boolean isShort = (byteAt(0) & 0b11) != 0;
        int textStart = isShort ? 1 : 1 + Integer.BYTES;
        int length = isShort ? valueHeader() : readUnsigned(1, Integer.BYTES);
        return new String(encodedValues, start + textStart, length, StandardCharsets.UTF_8);
    }

    /** Returns an integer, or the integer as which another number, a date or a time is encoded. */
    BigInteger integer() {
        int numberStart = type().isDecimal() ? 2 : 1;
        byte[] bigEndianBytes = new byte[type().fixedByteCount()];
        for (int i = 0; i < bigEndianBytes.length; i++) {
            bigEndianBytes[bigEndianBytes.length - 1 - i] = byteAt(numberStart + i);
        }
        return new BigInteger(bigEndianBytes);
    }

    /** Returns a decimal; the type must be a decimal type. */
    BigDecimal decimal() {
        return new BigDecimal(integer(), byteAt(1));
    }

    /** Returns a floating-point number; the type must be FLOAT or DOUBLE. */
    double floatingPoint() {
        return type() == VariantType.FLOAT
                ? Float.intBitsToFloat(integer().intValue())
                : Double.longBitsToDouble(integer().longValue());
    }

    /** Returns a time; the type must be TIMESTAMP. */
    LocalDateTime timestamp() {
        long microseconds = integer().longValue();
        Instant instant = Instant.ofEpochSecond(
                Math.floorDiv(microseconds, MICROSECONDS_PER_SECOND),
                Math.floorMod(microseconds, MICROSECONDS_PER_SECOND) * 1000);
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** Returns a date; the type must be DATE. */
    LocalDate date() {
        return LocalDate.ofEpochDay(integer().longValue());
    }

    /** Returns the elements of an array, or the values of the members of an object in the order of their names. */
    List<Variant> elements() {
        int elementCount = countElements();
        List<Variant> elements = new ArrayList<>(elementCount);
        for (int i = 0; i < elementCount; i++) {
            elements.add(elementAt(i));
        }
        return elements;
    }

    private int countElements() {
        return readUnsigned(1, elementCountSize());
    }

    private int elementCountSize() {
        return hasLargeCount() ? Integer.BYTES : 1;
    }

    private Variant elementAt(int index) {
        int count = countElements();
        int offsetSize = (valueHeader() & 0b11) + 1;
        int offsetStart = 1 + elementCountSize() + (type() == VariantType.OBJECT ? count * nameIndexSize() : 0);
        int dataStart = offsetStart + (count + 1) * offsetSize;
        int offset = readUnsigned(offsetStart + index * offsetSize, offsetSize);
        return new Variant(metadata, encodedValues, start + dataStart + offset);
    }

    /** Returns the members of an object, in the order of their names; the type must be OBJECT. */
    Map<String, Variant> members() {
        List<Variant> values = elements();
        int indexStart = 1 + elementCountSize();
        Map<String, Variant> members = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            int nameIndex = readUnsigned(indexStart + i * nameIndexSize(), nameIndexSize());
            members.put(readName(nameIndex), values.get(i));
        }
        return members;
    }

    private boolean hasLargeCount() {
        return (valueHeader() & (type() == VariantType.OBJECT ? 0b1_0000 : 0b100)) != 0;
    }

    private int nameIndexSize() {
        return (valueHeader() >>> 2 & 0b11) + 1;
    }

    private String readName(int nameIndex) {
        int offsetSize = (metadata[0] >>> 6 & 0b11) + 1;
        int nameCount = readUnsigned(metadata, 1, offsetSize);
        int offsetStart = 1 + offsetSize;
        int textStart = offsetStart + (nameCount + 1) * offsetSize;
        int nameStart = readUnsigned(metadata, offsetStart + nameIndex * offsetSize, offsetSize);
        int nameEnd = readUnsigned(metadata, offsetStart + (nameIndex + 1) * offsetSize, offsetSize);
        return new String(metadata, textStart + nameStart, nameEnd - nameStart, StandardCharsets.UTF_8);
    }

    /**
     * Returns the member of an object, or the null of VARIANT if there is no such member; empty if the value is not an
     * object.
     */
    Optional<Variant> findMember(String name) {
        return type() == VariantType.OBJECT
                ? Optional.of(members().getOrDefault(name, createNull()))
                : Optional.empty();
    }

    /**
     * Returns the element of an array, or the null of VARIANT if there is no such element; empty if the value is not an
     * array.
     */
    Optional<Variant> findElement(int index) {
        if (type() != VariantType.ARRAY) {
            return Optional.empty();
        }
        return Optional.of(index < countElements() ? elementAt(index) : createNull());
    }

    /** Returns the value as JSON; empty if it contains a time of day, which has no form in JSON. */
    Optional<String> toJson() {
        return switch (type()) {
            case NULL -> Optional.of("null");
            case TRUE -> Optional.of("true");
            case FALSE -> Optional.of("false");
            case INT8, INT16, INT32, INT64 -> Optional.of(integer().toString());
            case FLOAT -> Optional.of(formatNumber(floatingPoint(), FLOAT_DIGITS));
            case DOUBLE -> Optional.of(formatNumber(floatingPoint(), DOUBLE_DIGITS));
            case DECIMAL4, DECIMAL8, DECIMAL16 -> Optional.of(formatDecimal(decimal()));
            case STRING -> Optional.of(JsonWriter.quote(text()));
            case DATE -> Optional.of(JsonWriter.quote(date().toString()));
            case TIMESTAMP -> Optional.of(JsonWriter.quote(DateTimeText.format(timestamp())));
            case TIME -> Optional.empty();
            case ARRAY -> joinJson(List.of(), elements(), "[", "]");
            case OBJECT -> {
                Map<String, Variant> members = members();
                yield joinJson(List.copyOf(members.keySet()), members.values(), "{", "}");
            }
        };
    }

    private static Optional<String> joinJson(
            List<String> names, Collection<Variant> values, String openingBracket, String closingBracket) {
        List<String> itemTexts = new ArrayList<>();
        for (Variant value : values) {
            Optional<String> json = value.toJson();
            if (json.isEmpty()) {
                return Optional.empty();
            }
            itemTexts.add((names.isEmpty() ? "" : JsonWriter.quote(names.get(itemTexts.size())) + ":") + json.get());
        }
        return Optional.of(openingBracket + String.join(",", itemTexts) + closingBracket);
    }

    /** Formats a decimal without the zeros at its end, except for one after the point. */
    private static String formatDecimal(BigDecimal decimal) {
        if (decimal.scale() == 0) {
            return decimal.toPlainString();
        }
        BigDecimal strippedDecimal = decimal.stripTrailingZeros();
        return strippedDecimal.setScale(Math.max(1, strippedDecimal.scale())).toPlainString();
    }

    /** Formats a number with this number of digits, like the format {@code %g} of C, but never as an integer. */
    private static String formatNumber(double number, int maxDigits) {
        if (!Double.isFinite(number)) {
            return "null";
        }
        if (number == 0) {
            return Double.toString(number);
        }
        BigDecimal roundedNumber = new BigDecimal(number)
                .round(new MathContext(maxDigits, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        String text = NumberText.format(roundedNumber, maxDigits);
        return text.contains(".") || text.contains("e") ? text : text + ".0";
    }

    private static int readUnsigned(byte[] bytes, int start, int byteCount) {
        int number = 0;
        for (int i = 0; i < byteCount; i++) {
            number |= (bytes[start + i] & 0xff) << (i * Byte.SIZE);
        }
        return number;
    }
}
