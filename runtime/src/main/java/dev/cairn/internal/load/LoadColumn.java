package dev.cairn.internal.load;

import dev.cairn.internal.row.ParameterConverter;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.schema.Column;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column of a load: it is loaded under its own name, or computed by the server from a text field.
 *
 * @param memberPrefix the beginning of the column's member in the JSON of a row, {@code "name":}
 * @param quotedFieldName the quoted name of the field in the header {@code columns}
 * @param derivation the definition of the column in this header, or null if the column is loaded from the field with
 *     its name
 */
public record LoadColumn(
        TargetColumn targetColumn,
        String memberPrefix,
        String quotedFieldName,
        @Nullable String derivation) {
    /**
     * Returns the column as it is loaded.
     *
     * @throws IllegalArgumentException if the server can't load the column
     */
    public static LoadColumn of(Column<?> column, TargetTable<?> targetTable) {
        TargetColumn targetColumn = targetTable.columns().get(column.position());
        String expression = TargetColumn.isBinary(column)
                ? ParameterConverter.BYTES_PARAMETER
                : findExpression(targetColumn.type());
        if (targetTable.generationSourceNames().contains(column.name())) {
            expression = expression == null ? findSourceExpression(targetColumn) : expression;
        }
        String fieldName = expression == null ? column.name() : "cairn_" + column.position();
        String escapedFieldName = fieldName.replace("\\", "\\\\").replace("\"", "\\\"");
        return new LoadColumn(
                targetColumn,
                "\"" + escapedFieldName + "\":",
                "`" + fieldName + "`",
                expression == null ? null : targetColumn.quotedName() + " = " + expression.replace("?", fieldName));
    }

    /**
     * Returns an expression for a column from which a generated column is calculated, or null if the server casts its
     * field without loss. If the field has the name of such a column, the server reads it as a string. The cast of this
     * string to an ARRAY keeps the escapes of JSON and loses elements; a cast to a MAP or a STRUCT is impossible. A
     * field with another name, which is assigned to an ARRAY, is read as an ARRAY.
     *
     * @throws IllegalArgumentException if the column is a MAP or a STRUCT
     */
    private static @Nullable String findSourceExpression(TargetColumn column) {
        if (column.type() instanceof Type.Map || column.type() instanceof Type.Struct) {
            throw new IllegalArgumentException("A load can't write " + column.qualifiedName()
                    + ", because a generated column is calculated from this MAP or STRUCT; use INSERT instead");
        }
        return column.type() instanceof Type.Array ? "?" : null;
    }

    /**
     * Returns an expression over the field, {@code ?}, or null if the server reads the value directly. The field of a
     * sketch is empty for an empty sketch; otherwise it is an arbitrary character followed by the value, which may be
     * empty, too.
     */
    private static @Nullable String findExpression(@Nullable Type columnType) {
        if (!(columnType instanceof Type.Scalar scalarType)) {
            return null;
        }
        return switch (scalarType.kind()) {
            case JSON -> ParameterConverter.DOCUMENT_PARAMETER;
            case BITMAP -> "CASE WHEN ? = '' THEN bitmap_empty() ELSE bitmap_from_string(?) END";
            // The server refuses any other function for an HLL. The hash of NULL is an empty sketch.
            case HLL -> "hll_hash(CASE WHEN ? <> '' THEN substr(?, 2) END)";
            case PERCENTILE ->
                "CASE WHEN ? = '' THEN percentile_empty()"
                        + " WHEN ? IS NOT NULL THEN percentile_hash(CAST(substr(?, 2) AS DOUBLE)) END";
            default -> null;
        };
    }
}
