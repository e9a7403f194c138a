package dev.cairn.internal.row;

import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.schema.Column;
import dev.cairn.schema.SortableColumn;
import dev.cairn.schema.ValueType;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column that values are written to.
 *
 * @param type the type of the stored values, or null if it is unknown
 */
public record TargetColumn(
        ColumnIdentity identity,
        @Nullable Type type,
        @Nullable Aggregation aggregation,
        boolean isKey,
        boolean isNullable,
        WriteRules writeRules) {
    /**
     * The names and the position of a column.
     *
     * @param position the position in the table, counted from 0
     * @param qualifiedName the name of the column, qualified by its table, for messages
     * @param quotedName the quoted name, for statements
     */
    public record ColumnIdentity(int position, String qualifiedName, String quotedName) {}

    /**
     * The rules for writing values to a column.
     *
     * @param isGenerated whether the column is generated, so statements must not write it
     * @param isAutoIncrement whether the column is AUTO_INCREMENT
     * @param parameterSql the SQL of a parameter for this column, or null if the SQL depends on the value
     */
    public record WriteRules(
            boolean isGenerated,
            boolean isAutoIncrement,
            @Nullable String parameterSql) {}

    public int position() {
        return identity.position;
    }

    /** Returns the name of the column, qualified by its table, for messages. */
    public String qualifiedName() {
        return identity.qualifiedName;
    }

    /** Returns the quoted name, for statements. */
    public String quotedName() {
        return identity.quotedName;
    }

    /** Returns whether the column is generated, so statements must not write it. */
    public boolean isGenerated() {
        return writeRules.isGenerated;
    }

    /** Returns whether the column is AUTO_INCREMENT. */
    public boolean isAutoIncrement() {
        return writeRules.isAutoIncrement;
    }

    /** Returns the SQL of a parameter for this column, or null if the SQL depends on the value. */
    public @Nullable String parameterSql() {
        return writeRules.parameterSql;
    }

    /**
     * Returns the target of a column.
     *
     * @param definition the definition in the CREATE TABLE statement; null if it is unknown
     */
    public static TargetColumn of(Column<?> column, @Nullable ColumnDefinition definition, boolean isKey) {
        Type type = definition == null ? null : determineStoredType(definition);
        boolean isAutoIncrement = definition != null && definition.isAutoIncrement();
        return new TargetColumn(
                new ColumnIdentity(column.position(), column.toString(), SqlQuoting.quoteName(column.name())),
                type,
                definition == null ? null : definition.aggregation(),
                isKey,
                column.isNullable(),
                new WriteRules(
                        definition != null && definition.generatedValue() != null,
                        isAutoIncrement,
                        isAutoIncrement ? null : findCommonParameterSql(column, type)));
    }

    /** Returns the type of the stored values: a SUM of decimals has the maximum precision. */
    private static @Nullable Type determineStoredType(ColumnDefinition definition) {
        Type type = definition.type();
        return type != null && definition.aggregation() == Aggregation.Function.SUM
                ? StoredTypeConverter.convertForSum(type)
                : type;
    }

    public static boolean isBinary(Column<?> column) {
        return column.convertedType().orElse(null) == ValueType.BINARY;
    }

    private static @Nullable String findCommonParameterSql(Column<?> column, @Nullable Type type) {
        if (isBinary(column)) {
            return ParameterConverter.BYTES_PARAMETER;
        }
        boolean hasSameParameterForAllValues = column instanceof SortableColumn<?>
                || (type instanceof Type.Scalar scalarType && isSentAsText(scalarType.kind()));
        return hasSameParameterForAllValues ? ParameterConverter.renderTextParameter(type) : null;
    }

    /** Returns whether all values are sent as text. */
    private static boolean isSentAsText(Type.Scalar.Kind kind) {
        return kind == Type.Scalar.Kind.JSON || kind == Type.Scalar.Kind.VARIANT;
    }
}
