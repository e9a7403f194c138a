package dev.cairn.processor.read.column;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.processor.model.RecordShape;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.Name;
import java.util.List;

/**
 * The columns of a record, including the columns of embedded records.
 *
 * @param indexes the indexes that {@code @Index} on components declares
 */
public record RecordColumns(List<DeclaredColumn> columns, List<ComponentIndex> indexes, RecordShape shape) {
    public RecordColumns {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
    }

    /**
     * An {@code @Index} on a component.
     *
     * @param prefix the prefix of the columns that the annotation names
     * @param defaultColumnName the column that is indexed if the annotation does not name a column
     */
    public record ComponentIndex(WrittenAnnotation annotation, String prefix, String defaultColumnName) {}

    /**
     * Returns these columns as columns of an enclosing record: with a prefix, and with positions after the preceding
     * columns.
     *
     * @param columnOffset the number of the preceding columns
     */
    RecordColumns toEmbeddedColumns(String prefix, int columnOffset) {
        List<DeclaredColumn> prefixedColumns = columns;
        List<ComponentIndex> prefixedIndexes = indexes;
        if (!prefix.isEmpty()) {
            prefixedColumns =
                    columns.stream().map(column -> addPrefix(prefix, column)).toList();
            prefixedIndexes = indexes.stream()
                    .map(index -> new ComponentIndex(
                            index.annotation(), prefix + index.prefix(), prefix + index.defaultColumnName()))
                    .toList();
        }
        return new RecordColumns(
                prefixedColumns, prefixedIndexes, shape.mapColumnIndexes(index -> index + columnOffset));
    }

    private static DeclaredColumn addPrefix(String prefix, DeclaredColumn column) {
        Name name = column.definition().name();
        PreviousName previousName = column.previousName();
        return new DeclaredColumn(
                column.definition().withName(new Name(prefix + name.text(), name.quote(), name.span())),
                column.accessor(),
                column.javaType(),
                previousName == null ? null : new PreviousName(prefix + previousName.name(), previousName.place()),
                column.allowedWarnings(),
                column.places());
    }

    /**
     * Returns the columns of a table with a primary key, and reports key columns that are declared as nullable. In the
     * result, the key columns do not have an explicit NULL: the server itself makes them NOT NULL, and refuses an
     * explicit NULL.
     */
    public RecordColumns withPrimaryKey(KeyClause keyClause, Findings findings) {
        return new RecordColumns(
                columns.stream()
                        .map(column -> keyClause.contains(column.name()) ? toKeyColumn(column, findings) : column)
                        .toList(),
                indexes,
                shape);
    }

    private static DeclaredColumn toKeyColumn(DeclaredColumn column, Findings findings) {
        ColumnDefinition definition = column.definition();
        Place nullablePlace = column.places().placeByPart().get(ColumnPart.NULLABLE);
        if (nullablePlace != null && !definition.isAutoIncrement()) {
            findings.add(CompileRule.NULLABLE_KEY, nullablePlace, column.name());
        }
        return Boolean.TRUE.equals(definition.nullable())
                ? column.withDefinition(definition.withNullable(null))
                : column;
    }
}
