package dev.cairn.processor.generate;

import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive;
import java.util.Locale;

/** Generates the code that reads and writes one value of a row. */
record RowCode(ValueTypes types) {
    /** {@code row.intAt(3)}, {@code row.at(4, TEXT)}. */
    String read(int position, String accessor, JavaType type) {
        return isPrimitive(type)
                ? "row." + word(type) + "At(" + position + ")"
                : "row.at(" + position + ", " + types.constant(accessor, type) + ")";
    }

    /** {@code row.putInt(3, value.count());}. */
    String write(int position, String accessor, JavaType type, String value) {
        if (isPrimitive(type)) {
            String word = word(type);
            return "row.put" + Character.toUpperCase(word.charAt(0)) + word.substring(1) + "(" + position + ", " + value
                    + ");";
        }
        return "row.put(" + position + ", " + types.constant(accessor, type) + ", " + value + ");";
    }

    /** Whether the type is a primitive. Wrapper classes are not: their values may be null. */
    static boolean isPrimitive(JavaType type) {
        return type instanceof Primitive primitive && !primitive.boxed();
    }

    private static String word(JavaType type) {
        return ((Primitive) type).kind().name().toLowerCase(Locale.ROOT);
    }
}
