package dev.cairn.processor.check.value;

import dev.cairn.analysis.source.ColumnOrigin;
import dev.cairn.catalog.Column;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.processor.model.EnumColumn;
import dev.cairn.processor.model.JavaType.Enumeration;
import dev.cairn.processor.model.SchemaRoot;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of tables and views of a schema whose values are constants of enums. The database and the object of a
 * column are found by the exact name, the column ignoring case.
 */
public final class EnumColumns {
    private final Map<ColumnKey, Enumeration> enumByColumn = new HashMap<>();

    /** Creates the columns. Columns that hold constants inside lists, maps or structs are omitted. */
    public EnumColumns(List<EnumColumn> enumColumns) {
        for (EnumColumn enumColumn : enumColumns) {
            if (enumColumn.hasConstantsAsValues()) {
                enumByColumn.put(
                        ColumnKey.of(enumColumn.databaseName(), enumColumn.objectName(), enumColumn.columnName()),
                        enumColumn.enumType());
            }
        }
    }

    private record ColumnKey(String databaseName, String objectName, String columnName) {
        static ColumnKey of(String databaseName, String objectName, String columnName) {
            return new ColumnKey(databaseName, objectName, columnName.toLowerCase(Locale.ROOT));
        }
    }

    /** Returns the columns of all members of a root. */
    public static EnumColumns of(SchemaRoot root) {
        return new EnumColumns(root.members().stream()
                .flatMap(member -> EnumColumn.findIn(member.declaration(), root.name()).stream())
                .toList());
    }

    /** Returns the enum of a column; null for any other column. */
    public @Nullable Enumeration find(String databaseName, String objectName, String columnName) {
        return enumByColumn.get(ColumnKey.of(databaseName, objectName, columnName));
    }

    /**
     * Returns the enum of a column of the table that a statement changes; null for any other column, and if there is no
     * such table.
     */
    public @Nullable Enumeration findInTarget(@Nullable ObjectName targetName, Column column) {
        return targetName == null ? null : find(targetName.database(), targetName.name(), column.name());
    }

    /**
     * Returns the enum of the first origin that is an enum column; null if no origin is one.
     *
     * @param origins the column of a view, followed by the columns from which its values come
     */
    public @Nullable Enumeration find(List<ColumnOrigin> origins) {
        for (ColumnOrigin origin : origins) {
            Enumeration enumeration = origin.source().catalog() == null
                    ? find(
                            origin.source().database(),
                            origin.source().name(),
                            origin.column().name())
                    : null;
            if (enumeration != null) {
                return enumeration;
            }
        }
        return null;
    }
}
