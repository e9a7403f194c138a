package dev.cairn.embedded.function.document;

import dev.cairn.embedded.function.LittleEndianWriter;
import dev.cairn.embedded.text.NumberText;
import dev.cairn.engine.value.JsonReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Encodes VARIANT values as backends do, so that the encoded values compare as on a backend.
 *
 * <p>The translated SQL casts a value to a notation: JSON in which each scalar is a string with its type, such as
 * {@code {"id": "INT8:1", "tags": ["STRING:a", null]}}. A string that begins with {@code JSON:} contains a JSON
 * document; its integers are encoded as INT64.
 */
final class VariantEncoder {
    private static final String DOCUMENT_PREFIX = "JSON:";
    private static final byte[] METADATA_WITHOUT_NAMES = {1, 0, 0};
    private static final int METADATA_VERSION = 1;
    private static final int SORTED_NAMES_FLAG = 0b1_0000;
    private static final int OFFSET_SIZE_SHIFT = 6;
    private static final int MAX_SMALL_COUNT = 0xff;
    private static final int MAX_SHORT_TEXT_LENGTH = 63;
    private static final int SHORT_TEXT_BASIC_TYPE = 1;
    static final int OBJECT_BASIC_TYPE = 2;
    static final int ARRAY_BASIC_TYPE = 3;

    private static final Comparator<String> BYTE_COMPARATOR = (first, second) ->
            Arrays.compareUnsigned(first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8));

    private final SortedSet<String> collectedNames = new TreeSet<>(BYTE_COMPARATOR);
    private final List<String> sortedNames;

    /** The content of a document within a notation. */
    private record Document(Object root) {}

    private VariantEncoder(Object notation) {
        addNames(notation);
        this.sortedNames = List.copyOf(collectedNames);
    }

    /**
     * Encodes a value that is written in the notation.
     *
     * @throws IllegalArgumentException if the notation is malformed
     */
    static Variant encode(String notationText) {
        Object notation = readDocuments(JsonReader.read(notationText));
        VariantEncoder encoder = new VariantEncoder(notation);
        return new Variant(encoder.encodeMetadata(), encoder.encodeNode(notation, encoder::encodeScalar));
    }

    /** Returns the notation with the content of its documents in place of their texts. */
    private static Object readDocuments(Object node) {
        if (node instanceof Map<?, ?> members) {
            Map<String, Object> convertedMembers = new HashMap<>();
            members.forEach((name, member) -> convertedMembers.put((String) name, readDocuments(member)));
            return convertedMembers;
        }
        if (node instanceof List<?> elements) {
            return elements.stream().map(VariantEncoder::readDocuments).toList();
        }
        return node instanceof String scalar && scalar.startsWith(DOCUMENT_PREFIX)
                ? new Document(JsonReader.read(scalar.substring(DOCUMENT_PREFIX.length())))
                : node;
    }

    private void addNames(Object node) {
        if (node instanceof Map<?, ?> members) {
            members.forEach((name, member) -> {
                collectedNames.add((String) name);
                addNames(member);
            });
        } else if (node instanceof List<?> elements) {
            elements.forEach(this::addNames);
        } else if (node instanceof Document document) {
            addNames(document.root());
        }
    }

    private byte[] encodeMetadata() {
        if (sortedNames.isEmpty()) {
            return METADATA_WITHOUT_NAMES;
        }
        List<byte[]> encodedNames = sortedNames.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
        int byteCount = encodedNames.stream()
                .mapToInt(encodedName -> encodedName.length)
                .sum();
        int offsetSize = countBytes(Math.max(encodedNames.size(), byteCount));
        LittleEndianWriter metadataWriter = new LittleEndianWriter();
        metadataWriter.writeInt8(METADATA_VERSION | SORTED_NAMES_FLAG | (offsetSize - 1) << OFFSET_SIZE_SHIFT);
        metadataWriter.writeInteger(encodedNames.size(), offsetSize);
        writeOffsets(metadataWriter, encodedNames, offsetSize);
        encodedNames.forEach(metadataWriter::writeBytes);
        return metadataWriter.toBytes();
    }

    /** Encodes a node of the notation or of a document; both differ only in the scalars. */
    private byte[] encodeNode(Object node, Function<Object, byte[]> scalarEncoder) {
        if (node instanceof List<?> elements) {
            return encodeArray(elements.stream()
                    .map(element -> encodeNode(element, scalarEncoder))
                    .toList());
        }
        if (node instanceof Map<?, ?> members) {
            return encodeObject(members, scalarEncoder);
        }
        return node == JsonReader.NULL ? encodeHeader(VariantType.NULL.number(), 0) : scalarEncoder.apply(node);
    }

    /** Encodes a scalar of the notation, which is a string with its type, or a document. */
    private byte[] encodeScalar(Object node) {
        if (node instanceof Document document) {
            return encodeNode(document.root(), VariantEncoder::encodeDocumentScalar);
        }
        String scalarText = (String) node;
        int colonIndex = scalarText.indexOf(':');
        VariantType type = VariantType.valueOf(scalarText.substring(0, colonIndex));
        String text = scalarText.substring(colonIndex + 1);
        if (type == VariantType.STRING) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return bytes.length > MAX_SHORT_TEXT_LENGTH
                    ? encodeLongText(bytes)
                    : new LittleEndianWriter()
                            .writeBytes(encodeHeader(bytes.length, SHORT_TEXT_BASIC_TYPE))
                            .writeBytes(bytes)
                            .toBytes();
        }
        return switch (type) {
            case FLOAT ->
                encodeNumber(type, BigInteger.valueOf(Float.floatToIntBits((float) NumberText.parseDouble(text))));
            case DOUBLE -> encodeDouble(NumberText.parseDouble(text));
            case DECIMAL4, DECIMAL8, DECIMAL16 -> {
                BigDecimal decimal = new BigDecimal(text);
                yield new LittleEndianWriter()
                        .writeBytes(encodeHeader(type.number(), 0))
                        .writeInt8(decimal.scale())
                        .writeInteger(decimal.unscaledValue(), type.fixedByteCount())
                        .toBytes();
            }
            case TRUE, FALSE -> encodeHeader(type.number(), 0);
            default -> encodeNumber(type, new BigInteger(text));
        };
    }

    /**
     * Encodes a string, a truth value or a number of a document. A string never has the short form, even if it fits.
     */
    private static byte[] encodeDocumentScalar(Object scalar) {
        if (scalar instanceof String text) {
            return encodeLongText(text.getBytes(StandardCharsets.UTF_8));
        }
        if (scalar instanceof Boolean booleanValue) {
            return encodeHeader((booleanValue ? VariantType.TRUE : VariantType.FALSE).number(), 0);
        }
        return scalar instanceof Long number
                ? encodeNumber(VariantType.INT64, BigInteger.valueOf(number))
                : encodeDouble(((Number) scalar).doubleValue());
    }

    private static byte[] encodeLongText(byte[] textBytes) {
        return new LittleEndianWriter()
                .writeBytes(encodeHeader(VariantType.STRING.number(), 0))
                .writeInt32(textBytes.length)
                .writeBytes(textBytes)
                .toBytes();
    }

    private static byte[] encodeDouble(double number) {
        return encodeNumber(VariantType.DOUBLE, BigInteger.valueOf(Double.doubleToLongBits(number)));
    }

    /** Encodes a type and the lowest bytes of a number, the lowest byte first. */
    private static byte[] encodeNumber(VariantType type, BigInteger number) {
        return new LittleEndianWriter()
                .writeBytes(encodeHeader(type.number(), 0))
                .writeInteger(number, type.fixedByteCount())
                .toBytes();
    }

    private static byte[] encodeArray(List<byte[]> encodedElements) {
        int offsetSize = countBytes(encodedElements.stream()
                .mapToInt(encodedElement -> encodedElement.length)
                .sum());
        boolean hasLargeCount = encodedElements.size() > MAX_SMALL_COUNT;
        LittleEndianWriter valueWriter = new LittleEndianWriter();
        valueWriter.writeBytes(encodeHeader(offsetSize - 1 | (hasLargeCount ? 0b100 : 0), ARRAY_BASIC_TYPE));
        valueWriter.writeInteger(encodedElements.size(), hasLargeCount ? Integer.BYTES : 1);
        writeOffsets(valueWriter, encodedElements, offsetSize);
        encodedElements.forEach(valueWriter::writeBytes);
        return valueWriter.toBytes();
    }

    /** Encodes an object, whose members have the order of their names. */
    private byte[] encodeObject(Map<?, ?> members, Function<Object, byte[]> scalarEncoder) {
        List<Integer> nameIndexes = new ArrayList<>();
        List<byte[]> encodedMembers = new ArrayList<>();
        for (int i = 0; i < sortedNames.size(); i++) {
            Object member = members.get(sortedNames.get(i));
            if (member != null) {
                nameIndexes.add(i);
                encodedMembers.add(encodeNode(member, scalarEncoder));
            }
        }
        int offsetSize = countBytes(encodedMembers.stream()
                .mapToInt(encodedMember -> encodedMember.length)
                .sum());
        int nameIndexSize = countBytes(nameIndexes.isEmpty() ? 0 : nameIndexes.get(nameIndexes.size() - 1));
        boolean hasLargeCount = encodedMembers.size() > MAX_SMALL_COUNT;
        LittleEndianWriter valueWriter = new LittleEndianWriter();
        valueWriter.writeBytes(encodeHeader(
                (offsetSize - 1) | ((nameIndexSize - 1) << 2) | (hasLargeCount ? 0b1_0000 : 0), OBJECT_BASIC_TYPE));
        valueWriter.writeInteger(encodedMembers.size(), hasLargeCount ? Integer.BYTES : 1);
        nameIndexes.forEach(index -> valueWriter.writeInteger(index, nameIndexSize));
        writeOffsets(valueWriter, encodedMembers, offsetSize);
        encodedMembers.forEach(valueWriter::writeBytes);
        return valueWriter.toBytes();
    }

    private static byte[] encodeHeader(int valueHeader, int basicType) {
        return new byte[] {(byte) (valueHeader << 2 | basicType)};
    }

    /** Writes the offset at which each item begins, and the offset at which the last one ends. */
    private static void writeOffsets(LittleEndianWriter writer, List<byte[]> encodedItems, int offsetSize) {
        int offset = 0;
        writer.writeInteger(offset, offsetSize);
        for (byte[] encodedItem : encodedItems) {
            offset += encodedItem.length;
            writer.writeInteger(offset, offsetSize);
        }
    }

    /** Returns the number of bytes that an unsigned number needs. */
    private static int countBytes(int number) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(number) + Byte.SIZE - 1) / Byte.SIZE);
    }
}
