package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.TableKey;
import dev.cairn.engine.partition.PartitioningDraft;
import dev.cairn.engine.property.DeclaredTableProperties;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table that is being created, after its statement has been analyzed.
 *
 * @param indexes the indexes as the table stores them
 */
record TableDraft(
        CreateTable statement,
        KeyedColumns keyedColumns,
        PartitioningDraft partitioning,
        Distribution distribution,
        List<IndexDefinition> indexes,
        DeclaredTableProperties properties) {
    TableDraft {
        indexes = List.copyOf(indexes);
    }

    /**
     * The columns and the key of the table.
     *
     * @param columns all columns, including the hidden columns for partition expressions
     * @param storedColumns the same columns as the table stores them
     */
    record KeyedColumns(TableKey key, List<DraftColumn> columns, List<Column> storedColumns) {
        KeyedColumns {
            columns = List.copyOf(columns);
            storedColumns = List.copyOf(storedColumns);
        }
    }

    TableKey key() {
        return keyedColumns.key;
    }

    List<DraftColumn> columns() {
        return keyedColumns.columns;
    }

    List<Column> storedColumns() {
        return keyedColumns.storedColumns;
    }

    KeyModel model() {
        return keyedColumns.key.model();
    }

    List<String> partitionColumnNames() {
        return partitioning.columns().stream().map(Name::text).toList();
    }

    /**
     * Returns the types of the columns, by their names as the statement spells them. {@link TableAnalysis} has checked
     * that the names are distinct.
     */
    Map<String, Type> typeByColumnName() {
        return keyedColumns.columns.stream()
                .collect(Collectors.toMap(DraftColumn::name, DraftColumn::type, (first, second) -> first));
    }
}
