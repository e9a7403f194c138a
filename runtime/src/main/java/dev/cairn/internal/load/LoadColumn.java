package dev.cairn.internal.load;

import dev.cairn.internal.row.BoundValue;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.schema.Column;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/**
 * How a column is loaded: by its own name, or from a text that the server makes its value of.
 *
 * @param member what its member of a row begins with, {@code "name":}
 * @param field as the header {@code columns} names it
 * @param made what the header says of the column besides; null where the field is the column
 */
public record LoadColumn(
        TargetColumn target,
        String member,
        String field,
        @Nullable String made) {
    public static LoadColumn of(Column<?> column, TargetColumn target) {
        String expression = TargetColumn.isBinary(column) ? BoundValue.BYTES : expression(target.type());
        String field = expression == null ? column.name() : "cairn_" + column.position();
        String quoted = field.replace("\\", "\\\\").replace("\"", "\\\"");
        return new LoadColumn(
                target,
                "\"" + quoted + "\":",
                "`" + field + "`",
                expression == null ? null : target.quoted() + " = " + expression.replace("?", field));
    }

    /** Of the text that stands for the question marks; null where the server reads the value as it is. */
    private static @Nullable String expression(@Nullable Type type) {
        if (!(type instanceof Type.Scalar scalar)) {
            return null;
        }
        return switch (scalar.kind()) {
            case JSON -> "parse_json(?)";
            case BITMAP -> "CASE WHEN ? = '' THEN bitmap_empty() ELSE bitmap_from_string(?) END";
            case HLL -> sketch("hll", "substr(?, 2)");
            case PERCENTILE -> sketch("percentile", "CAST(substr(?, 2) AS DOUBLE)");
            default -> null;
        };
    }

    /** The text is empty for an empty one, and else has a letter before the value, which may be empty itself. */
    private static String sketch(String type, String value) {
        return "CASE WHEN ? = '' THEN " + type + "_empty() WHEN ? IS NOT NULL THEN " + type + "_hash(" + value
                + ") END";
    }
}
