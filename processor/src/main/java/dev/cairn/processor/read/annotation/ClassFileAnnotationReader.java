package dev.cairn.processor.read.annotation;

import dev.cairn.processor.read.annotation.ClassFileAnnotationReader.AnnotatedPosition;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads the type annotations of the fields of a class file, as chapter 4.7.20 of the JVM specification describes them.
 */
final class ClassFileAnnotationReader {
    private static final String TYPE_ANNOTATIONS_ATTRIBUTE = "RuntimeVisibleTypeAnnotations";
    private static final int FIELD_TARGET_TYPE = 0x13;

    private final DataInputStream input;
    private final Map<Integer, String> textByConstantIndex = new HashMap<>();
    private final Map<String, Set<AnnotatedPosition>> positionsByFieldName = new HashMap<>();
    private final String annotationDescriptor;

    private ClassFileAnnotationReader(DataInputStream input, String annotationName) {
        this.input = input;
        this.annotationDescriptor = 'L' + annotationName.replace('.', '/') + ';';
    }

    /**
     * The part of a field's type at which an annotation stands: the type, the elements of an array, or any other part.
     */
    enum AnnotatedPosition {
        TYPE,
        ARRAY_ELEMENT,
        NESTED;

        /** @param typePath the kinds of the steps of a {@code type_path}; 0 is a step to the elements of an array */
        private static AnnotatedPosition of(int[] typePath) {
            if (typePath.length == 0) {
                return TYPE;
            }
            return typePath.length == 1 && typePath[0] == 0 ? ARRAY_ELEMENT : NESTED;
        }
    }

    /**
     * Returns the parts of the fields' types at which an annotation stands, by the names of the fields. The annotation
     * must be visible at run time and have no members.
     */
    static Map<String, Set<AnnotatedPosition>> readPositions(byte[] classFile, String annotationName)
            throws IOException {
        try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(classFile))) {
            ClassFileAnnotationReader reader = new ClassFileAnnotationReader(input, annotationName);
            reader.readClass();
            return reader.positionsByFieldName;
        }
    }

    private void readClass() throws IOException {
        input.skipNBytes(8); // the magic number and the version
        readConstants();
        input.skipNBytes(6); // the access flags, the class and its superclass
        input.skipNBytes(2L * input.readUnsignedShort()); // the interfaces
        int fieldCount = input.readUnsignedShort();
        for (int fieldIndex = 0; fieldIndex < fieldCount; fieldIndex++) {
            input.skipNBytes(2); // the access flags
            String fieldName = readText();
            input.skipNBytes(2); // the descriptor
            int attributeCount = input.readUnsignedShort();
            for (int attributeIndex = 0; attributeIndex < attributeCount; attributeIndex++) {
                boolean hasTypeAnnotations = readText().equals(TYPE_ANNOTATIONS_ATTRIBUTE);
                int length = input.readInt();
                if (hasTypeAnnotations) {
                    readAnnotations(fieldName);
                } else {
                    input.skipNBytes(length);
                }
            }
        }
    }

    /** Reads the texts of the constant pool, and skips its other entries by the lengths in chapter 4.4. */
    private void readConstants() throws IOException {
        int constantCount = input.readUnsignedShort();
        for (int index = 1; index < constantCount; index++) {
            int tag = input.readUnsignedByte();
            switch (tag) {
                case 1 -> textByConstantIndex.put(index, input.readUTF());
                case 7, 8, 16, 19, 20 -> input.skipNBytes(2);
                case 15 -> input.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> input.skipNBytes(4);
                case 5, 6 -> {
                    input.skipNBytes(8);
                    index++; // a long or double takes two entries
                }
                default -> throw new IOException("unknown constant pool tag " + tag);
            }
        }
    }

    private String readText() throws IOException {
        return textByConstantIndex.getOrDefault(input.readUnsignedShort(), "");
    }

    private void readAnnotations(String fieldName) throws IOException {
        int annotationCount = input.readUnsignedShort();
        for (int index = 0; index < annotationCount; index++) {
            int targetType = input.readUnsignedByte();
            if (targetType != FIELD_TARGET_TYPE) {
                throw new IOException("unexpected target type " + targetType + " of a field's annotation");
            }
            int[] typePath = new int[input.readUnsignedByte()];
            for (int stepIndex = 0; stepIndex < typePath.length; stepIndex++) {
                typePath[stepIndex] = input.readUnsignedByte();
                input.skipNBytes(1);
            }
            if (readText().equals(annotationDescriptor)) {
                positionsByFieldName
                        .computeIfAbsent(fieldName, name -> new HashSet<>())
                        .add(AnnotatedPosition.of(typePath));
            }
            skipMembers();
        }
    }

    private void skipMembers() throws IOException {
        int memberCount = input.readUnsignedShort();
        for (int memberIndex = 0; memberIndex < memberCount; memberIndex++) {
            input.skipNBytes(2);
            skipValue();
        }
    }

    /** Skips an {@code element_value}, whose tag determines its length (chapter 4.7.16.1). */
    private void skipValue() throws IOException {
        switch (input.readUnsignedByte()) {
            case 'e' -> input.skipNBytes(4);
            case '@' -> {
                input.skipNBytes(2);
                skipMembers();
            }
            case '[' -> {
                int valueCount = input.readUnsignedShort();
                for (int valueIndex = 0; valueIndex < valueCount; valueIndex++) {
                    skipValue();
                }
            }
            default -> input.skipNBytes(2);
        }
    }
}
