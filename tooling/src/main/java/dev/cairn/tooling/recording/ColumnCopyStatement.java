package dev.cairn.tooling.recording;

import dev.cairn.plan.step.Marker;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;

/**
 * The UPDATE that copies the values of one column of a table to another column. A repetition of it changes no more rows.
 *
 * @param quotedTable the name of the table as SQL
 * @param type the type of both columns
 */
record ColumnCopyStatement(String quotedTable, Type type) {
    /**
     * Returns the statement that copies the values of one column to the rows whose other column differs. Values of a
     * type that can't be compared are copied to all rows.
     *
     * @param isNullable whether the filled column may be NULL; otherwise it keeps its default where the source is NULL
     */
    String render(String sourceColumnName, String targetColumnName, boolean isNullable) {
        String quotedSourceName = quote(sourceColumnName);
        String quotedTargetName = quote(targetColumnName);
        boolean isComparable = !(type instanceof Type.Nested)
                && !(type instanceof Type.Scalar scalarType
                        && switch (scalarType.kind()) {
                            case JSON, BITMAP, HLL, PERCENTILE, VARIANT -> true;
                            default -> false;
                        });
        String condition;
        if (isComparable) {
            condition = isNullable
                    ? "NOT (" + quotedTargetName + " <=> " + quotedSourceName + ")"
                    : quotedTargetName + " <> " + quotedSourceName;
        } else {
            condition = isNullable ? "TRUE" : quotedSourceName + " IS NOT NULL";
        }
        return new Marker.Repeatable().line() + "\nUPDATE " + quotedTable + " SET " + quotedTargetName + " = "
                + quotedSourceName + " WHERE " + condition;
    }

    /** Returns the name of a column as SQL. */
    static String quote(String name) {
        return Sql.render(QualifiedName.of(name));
    }
}
