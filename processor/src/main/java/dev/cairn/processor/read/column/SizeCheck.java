package dev.cairn.processor.read.column;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.ast.Type;
import java.util.Locale;

/**
 * Checks the minimum of the lengths and digits of a type. The server refuses smaller numbers in some types, and changes
 * them in others: a column VARCHAR(0) becomes VARCHAR(1), while it is refused in an ARRAY. The maximum depends on the
 * version of the server, and the engine checks it.
 *
 * @param componentName the name of the component that has the type
 */
record SizeCheck(Findings findings, String componentName) {
    /**
     * Requires that the numbers of an annotation are large enough. This check precedes the rendering of the type as
     * SQL, which has no negative numbers in types.
     *
     * @throws UnreadableDeclarationException if a number is too small
     */
    void requireValidNumbers(WrittenAnnotation annotation) {
        switch (annotation.name()) {
            case "Varchar", "Char", "Varbinary" -> {
                int length = annotation.numberOrDefault("value", 1);
                if (length < 1) {
                    throw reportLength(annotation.name(), length, annotation.place("value"));
                }
            }
            case "Decimal" -> {
                int precision = annotation.numberOrDefault("precision", 1);
                if (precision < 1) {
                    throw reportDigits("precision", precision, 1, annotation.place("precision"));
                }
                int scale = annotation.numberOrDefault("scale", 0);
                if (scale < 0) {
                    throw reportDigits("scale", scale, 0, annotation.place("scale"));
                }
            }
            default -> {} // without numbers
        }
    }

    /**
     * Requires that the lengths and precisions in a type that is written as SQL are not 0, except that of VARBINARY(0),
     * which servers accept.
     *
     * @throws UnreadableDeclarationException if a length or precision is 0, which is reported
     */
    void requirePositiveSizes(Type type, Place place) {
        if (type instanceof Type.Text textType
                && textType.kind() != Type.Text.Kind.VARBINARY
                && textType.length() == 0) {
            throw reportLength(textType.kind().name(), 0, place);
        }
        if (type instanceof Type.Decimal decimalType && decimalType.precision() == 0) {
            throw reportDigits("precision", 0, 1, place);
        }
        type.componentTypes().forEach(componentType -> requirePositiveSizes(componentType, place));
    }

    private UnreadableDeclarationException reportLength(String kindName, int length, Place place) {
        return UnreadableDeclarationException.report(
                findings,
                CompileRule.TEXT_LENGTH,
                place,
                componentName,
                kindName.toLowerCase(Locale.ROOT),
                length,
                "at least 1 byte");
    }

    private UnreadableDeclarationException reportDigits(
            String attributeName, int declaredNumber, int minimum, Place place) {
        return UnreadableDeclarationException.report(
                findings,
                CompileRule.DECIMAL_DIGITS,
                place,
                componentName,
                attributeName,
                declaredNumber,
                "use a " + attributeName + " of at least " + minimum);
    }
}
