package dev.cairn.embedded.function.document;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.LONG;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.TEXT;
import static dev.cairn.embedded.function.JavaFunction.ValueKind.VARIANT;
import static dev.cairn.embedded.function.JavaFunction.function;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.function.JavaFunction;
import dev.cairn.engine.value.JsonWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Functions of VARIANT values, and the parts of casts of such values. The result is NULL if a value can't be converted
 * to the requested type.
 */
public final class VariantFunctions {
    private static final int MAX_VARIANT_BYTES = 16 * 1024 * 1024;

    private VariantFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("variant_encode", TEXT).returningText(arguments -> encode(arguments.textAt(0))),
                function("variant_typeof", VARIANT)
                        .returningText(
                                arguments -> readVariant(arguments).type().serverName()),
                function("variant_query", VARIANT, TEXT)
                        .returningText(arguments -> VariantPath.parse(arguments.textAt(1))
                                .flatMap(path -> path.findTarget(readVariant(arguments)))
                                .map(Variant::toStoredText)
                                .orElse(null)),
                helper("variant_json", TEXT)
                        .returningText(
                                arguments -> readVariant(arguments).toJson().orElse(null)),
                helper("variant_text", TEXT).returningText(arguments -> toText(readVariant(arguments))),
                helper("variant_boolean", TEXT).returningBoolean(arguments -> toBoolean(readVariant(arguments))),
                helper("variant_integer", TEXT, LONG)
                        .returningText(arguments -> toDigits(readVariant(arguments), (int) arguments.longAt(1))),
                helper("variant_double", TEXT).returningDouble(arguments -> toDouble(readVariant(arguments))),
                helper("variant_decimal_text", TEXT).returningText(arguments -> toDecimalText(readVariant(arguments))),
                helper("variant_date", TEXT)
                        .returningDateTime(arguments -> convertIfOfType(
                                arguments,
                                VariantType.DATE,
                                variant -> variant.date().atStartOfDay())),
                helper("variant_datetime", TEXT)
                        .returningDateTime(
                                arguments -> convertIfOfType(arguments, VariantType.TIMESTAMP, Variant::timestamp)),
                helper("variant_time", TEXT)
                        .returningLong(arguments -> convertIfOfType(
                                arguments,
                                VariantType.TIME,
                                variant -> variant.integer().longValue() / Variant.MICROSECONDS_PER_SECOND)),
                helper("variant_nested", TEXT)
                        .returningBoolean(arguments -> readVariant(arguments).type() == VariantType.OBJECT),
                helper("variant_elements", TEXT)
                        .returningText(arguments -> convertIfOfType(
                                arguments, VariantType.ARRAY, variant -> formatStoredTexts(variant.elements()))),
                helper("variant_names", TEXT)
                        .returningText(arguments -> convertIfOfType(
                                arguments,
                                VariantType.OBJECT,
                                variant -> JsonWriter.COMPACT.format(
                                        new ArrayList<>(variant.members().keySet())))),
                helper("variant_values", TEXT)
                        .returningText(arguments -> convertIfOfType(
                                arguments, VariantType.OBJECT, variant -> formatStoredTexts(variant.elements()))),
                helper("variant_member", TEXT, TEXT)
                        .returningText(arguments -> readVariant(arguments)
                                .findMember(arguments.textAt(1))
                                .map(Variant::toStoredText)
                                .orElse(null)));
    }

    /** Encodes a value that is written in the notation; returns null if the result is too large for a server. */
    private static @Nullable String encode(String notation) {
        Variant variant = VariantEncoder.encode(notation);
        return variant.byteCount() > MAX_VARIANT_BYTES ? null : variant.toStoredText();
    }

    /** Reads the first argument. */
    private static Variant readVariant(JavaFunction.CallArguments arguments) {
        return Variant.parse(arguments.textAt(0));
    }

    /** Converts a value of a type; null if the value has another type. */
    private static <T> @Nullable T convertIfOfType(
            JavaFunction.CallArguments arguments, VariantType type, Function<Variant, T> converter) {
        Variant variant = readVariant(arguments);
        return variant.type() == type ? converter.apply(variant) : null;
    }

    /** Formats stored texts as a JSON array, from which DuckDB makes a list. */
    private static String formatStoredTexts(List<Variant> variants) {
        return JsonWriter.COMPACT.format(
                variants.stream().map(Variant::toStoredText).toList());
    }

    /** Returns a text itself, and other values as JSON; null for the null of VARIANT and for values without JSON. */
    private static @Nullable String toText(Variant variant) {
        return switch (variant.type()) {
            case NULL -> null;
            case STRING -> variant.text();
            default -> variant.toJson().orElse(null);
        };
    }

    /** Returns a truth value, or the truth value of a text; unlike in other casts, a number has none. */
    private static @Nullable Boolean toBoolean(Variant variant) {
        return switch (variant.type()) {
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case STRING -> JsonFunctions.toBoolean(variant.text());
            default -> null;
        };
    }

    /** Returns the digits of an integer of this number of bits; the higher bits of a larger number are lost. */
    private static @Nullable String toDigits(Variant variant, int bits) {
        BigInteger integer =
                variant.type().isFloatingPoint() ? truncate(variant.floatingPoint(), bits) : toInteger(variant);
        if (integer == null) {
            return null;
        }
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits);
        BigInteger lowBits = integer.mod(modulus);
        return (lowBits.testBit(bits - 1) ? lowBits.subtract(modulus) : lowBits).toString();
    }

    /**
     * Returns the integer to which x86 converts a number, in a register of 32 or more bits. A number beyond its range
     * becomes the least integer of the register.
     */
    private static BigInteger truncate(double number, int bits) {
        int registerBits = Math.max(bits, Integer.SIZE);
        BigInteger leastInteger = BigInteger.ONE.shiftLeft(registerBits - 1).negate();
        if (!Double.isFinite(number)) {
            return leastInteger;
        }
        BigInteger integer = new BigDecimal(number).toBigInteger();
        return integer.bitLength() < registerBits ? integer : leastInteger;
    }

    /** Converts an integer, a decimal or a truth value; null for a value of any other type. */
    private static @Nullable BigInteger toInteger(Variant variant) {
        VariantType type = variant.type();
        if (type.isInteger()) {
            return variant.integer();
        }
        if (type.isDecimal()) {
            return variant.decimal().toBigInteger();
        }
        return switch (type) {
            case TRUE -> BigInteger.ONE;
            case FALSE -> BigInteger.ZERO;
            default -> null;
        };
    }

    /** Converts a number or a truth value. The point of a decimal is moved by a division in double precision. */
    private static @Nullable Double toDouble(Variant variant) {
        VariantType type = variant.type();
        if (type.isFloatingPoint()) {
            return variant.floatingPoint();
        }
        if (type.isDecimal()) {
            return variant.integer().doubleValue()
                    / Math.pow(10, variant.decimal().scale());
        }
        BigInteger integer = toInteger(variant);
        return integer == null ? null : (Double) integer.doubleValue();
    }

    /** Returns the text from which a decimal is cast: the text of a number, or a STRING itself. */
    private static @Nullable String toDecimalText(Variant variant) {
        VariantType type = variant.type();
        if (type.isInteger()) {
            return variant.integer().toString();
        }
        if (type.isDecimal()) {
            return variant.decimal().toPlainString();
        }
        if (type.isFloatingPoint()) {
            double number = variant.floatingPoint();
            return Double.isFinite(number) ? new BigDecimal(number).toPlainString() : null;
        }
        return type == VariantType.STRING ? variant.text() : null;
    }
}
