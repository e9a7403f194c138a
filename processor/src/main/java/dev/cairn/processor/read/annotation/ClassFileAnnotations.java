package dev.cairn.processor.read.annotation;

import dev.cairn.processor.read.annotation.ClassFileAnnotations.AnnotatedPosition;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads the type annotations of the fields of a class file, as chapter 4.7.20 of the JVM specification describes them. */
final class ClassFileAnnotations {
    private static final String ATTRIBUTE = "RuntimeVisibleTypeAnnotations";
    private static final int FIELD_TYPE = 0x13;

    private final DataInputStream in;
    private final Map<Integer, String> texts = new HashMap<>();
    private final Map<String, Set<AnnotatedPosition>> annotated = new HashMap<>();
    private final String annotation;

    private ClassFileAnnotations(DataInputStream in, String annotation) {
        this.in = in;
        this.annotation = 'L' + annotation.replace('.', '/') + ';';
    }

    /** The part of a field's type at which an annotation stands. */
    enum AnnotatedPosition {
        TYPE,
        ARRAY_ELEMENT,
        OTHER;

        private static AnnotatedPosition of(int[] path) {
            if (path.length == 0) {
                return TYPE;
            }
            return path.length == 1 && path[0] == 0 ? ARRAY_ELEMENT : OTHER;
        }
    }

    /** Reads the parts of types at which a runtime annotation without members stands, by the names of fields. */
    static Map<String, Set<AnnotatedPosition>> of(byte[] classFile, String annotation) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            ClassFileAnnotations reader = new ClassFileAnnotations(in, annotation);
            reader.readClass();
            return reader.annotated;
        }
    }

    private void readClass() throws IOException {
        in.skipNBytes(8);
        readConstants();
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        int fields = in.readUnsignedShort();
        for (int field = 0; field < fields; field++) {
            in.skipNBytes(2);
            String name = readText();
            in.skipNBytes(2);
            int attributes = in.readUnsignedShort();
            for (int attribute = 0; attribute < attributes; attribute++) {
                boolean typeAnnotations = readText().equals(ATTRIBUTE);
                int length = in.readInt();
                if (typeAnnotations) {
                    readAnnotations(name);
                } else {
                    in.skipNBytes(length);
                }
            }
        }
    }

    private void readConstants() throws IOException {
        int count = in.readUnsignedShort();
        for (int index = 1; index < count; index++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(index, in.readUTF());
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    index++; // a long or double takes two entries
                }
                default -> throw new IOException("unknown constant pool tag " + tag);
            }
        }
    }

    private String readText() throws IOException {
        return texts.getOrDefault(in.readUnsignedShort(), "");
    }

    private void readAnnotations(String field) throws IOException {
        int count = in.readUnsignedShort();
        for (int index = 0; index < count; index++) {
            int target = in.readUnsignedByte();
            if (target != FIELD_TYPE) {
                throw new IOException("unexpected target type " + target + " of a field's annotation");
            }
            int[] path = new int[in.readUnsignedByte()];
            for (int step = 0; step < path.length; step++) {
                path[step] = in.readUnsignedByte();
                in.skipNBytes(1);
            }
            if (readText().equals(annotation)) {
                annotated.computeIfAbsent(field, name -> new HashSet<>()).add(AnnotatedPosition.of(path));
            }
            skipMembers();
        }
    }

    private void skipMembers() throws IOException {
        int members = in.readUnsignedShort();
        for (int member = 0; member < members; member++) {
            in.skipNBytes(2);
            skipValue();
        }
    }

    private void skipValue() throws IOException {
        switch (in.readUnsignedByte()) {
            case 'e' -> in.skipNBytes(4);
            case '@' -> {
                in.skipNBytes(2);
                skipMembers();
            }
            case '[' -> {
                int values = in.readUnsignedShort();
                for (int value = 0; value < values; value++) {
                    skipValue();
                }
            }
            default -> in.skipNBytes(2);
        }
    }
}
