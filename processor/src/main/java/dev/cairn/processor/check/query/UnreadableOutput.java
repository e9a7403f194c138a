package dev.cairn.processor.check.query;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.model.JavaType;
import dev.cairn.sql.ast.Type;
import java.util.Optional;

/**
 * A column of a query whose values a server does not return to clients: it sends NULL for a BITMAP, an HLL and a
 * PERCENTILE, and the state of an aggregate function as bytes that only the server can read.
 *
 * @param typeName the type of the values, as a message calls it
 * @param readingCall the call that returns what a client can read, with {@code %s} for the value
 * @param mayBeRead whether a component of the declared type can be read from the result of the call; otherwise it can
 *     only be null
 */
record UnreadableOutput(String typeName, String readingCall, boolean mayBeRead) {
    /** Returns the description of an output for a component of a type; empty if clients can read its values. */
    static Optional<UnreadableOutput> find(Type outputType, JavaType javaType) {
        PrimitiveType primitiveType = PrimitiveType.of(outputType);
        if (primitiveType == PrimitiveType.BITMAP) {
            boolean isText = javaType == JavaType.Simple.STRING;
            return Optional.of(
                    new UnreadableOutput("BITMAP", isText ? "bitmap_to_string(%s)" : "bitmap_count(%s)", true));
        }
        if (primitiveType == PrimitiveType.HLL) {
            return Optional.of(new UnreadableOutput("HLL", "hll_cardinality(%s)", true));
        }
        if (primitiveType == PrimitiveType.PERCENTILE) {
            return Optional.of(new UnreadableOutput(
                    "PERCENTILE", "percentile_approx_raw(%s, 0.5)", javaType != JavaType.Simple.PERCENTILE));
        }
        boolean isNull = outputType instanceof Type.Scalar scalarType && scalarType.kind() == Type.Scalar.Kind.NULL;
        return javaType == JavaType.Simple.STATE && !isNull
                ? Optional.of(new UnreadableOutput("state of an aggregate function", "", false))
                : Optional.empty();
    }

    /** Returns whether a component holds the number of elements of a BITMAP or an HLL, and an output is such a number. */
    static boolean isElementCount(Type outputType, JavaType javaType) {
        return (javaType == JavaType.Simple.BITMAP || javaType == JavaType.Simple.HLL)
                && PrimitiveType.of(outputType) == PrimitiveType.BIGINT;
    }

    /** Returns what to select in place of the output, as the end of a message. */
    String describeRemedy(QueryOutput output) {
        String item = mayBeRead ? readingCall.formatted(output.expressionText().orElse(output.name())) : "NULL";
        return (output.expressionText().isPresent() ? "write " : "name the columns in place of *, with ") + item
                + " AS " + output.name();
    }
}
