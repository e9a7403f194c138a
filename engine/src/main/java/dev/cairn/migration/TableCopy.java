package dev.cairn.migration;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.ColumnUse;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.lineage.Reader;
import dev.cairn.plan.change.ColumnCopy;
import dev.cairn.plan.lint.ColumnLints;
import dev.cairn.plan.part.ColumnOrigins;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement that copies values of a table to another table, or within the table.
 *
 * @param source the table whose values are copied
 * @param targetTable the definition of the table that gets the values; null if the statement creates it
 * @param outputs the written columns by their names in the target, each with the columns from which its value comes
 * @param addedRows the rows of the source that the statement adds to the target
 */
record TableCopy(
        CopySource source,
        ObjectName targetName,
        @Nullable Table targetTable,
        List<OutputLineage> outputs,
        Session session,
        AddedRows addedRows) {
    TableCopy {
        outputs = List.copyOf(outputs);
    }

    /** A table with its definition when the statement runs. */
    record CopySource(ObjectName name, Table table) {}

    /** The rows that a statement adds to its target. */
    enum AddedRows {
        ALL,
        /** A condition, a limit or the like may leave out rows. */
        SOME,
        /** The statement changes the values of existing rows. */
        NONE
    }

    /** Returns the copies that a statement makes, one for each table from which it takes values. */
    static List<TableCopy> findAll(Statement statement, Reader reader, Session session, Catalog catalogBefore) {
        List<TableCopy> copies = new ArrayList<>();
        for (ObjectName sourceName : reader.lineage().bases()) {
            Optional<Table> sourceTable = catalogBefore.findTable(sourceName.database(), sourceName.name());
            if (sourceTable.isPresent()) {
                copies.add(new TableCopy(
                        new CopySource(sourceName, sourceTable.get()),
                        reader.target(),
                        catalogBefore
                                .findTable(
                                        reader.target().database(),
                                        reader.target().name())
                                .orElse(null),
                        reader.lineage().outputs(),
                        session,
                        determineAddedRows(statement, sourceName, session)));
            }
        }
        copies.removeIf(copy -> copy.copiedColumnIds().isEmpty());
        return copies;
    }

    private static AddedRows determineAddedRows(Statement statement, ObjectName sourceName, Session session) {
        return findQuery(statement)
                .map(query ->
                        RowOriginTracker.readsAllRows(query, sourceName, session) ? AddedRows.ALL : AddedRows.SOME)
                .orElse(AddedRows.NONE);
    }

    private static Optional<Query> findQuery(Statement statement) {
        if (statement instanceof Statement.CreateTableAsSelect createTable) {
            return Optional.of(createTable.queryText().query());
        }
        return statement instanceof Statement.OpaqueStatement opaqueStatement
                        && Sql.parseDml(opaqueStatement) instanceof DmlStatement.Insert insert
                        && insert.rowSource() instanceof DmlStatement.RowSource.QueriedRows queriedRows
                ? Optional.of(queriedRows.queryText().query())
                : Optional.empty();
    }

    /** Returns the {@linkplain Column#id() ids} of the columns whose values become values of the target. */
    Set<String> copiedColumnIds() {
        Set<String> columnIds = new HashSet<>();
        for (OutputLineage output : outputs) {
            findSourceColumns(output).forEach(column -> columnIds.add(column.id()));
        }
        return columnIds;
    }

    private List<Column> findSourceColumns(OutputLineage output) {
        List<Column> columns = new ArrayList<>();
        output.origins().forEach((column, columnUse) -> {
            if (columnUse.isDirect() && column.object().equals(source.name())) {
                source.table().findColumn(column.column()).ifPresent(columns::add);
            }
        });
        return columns;
    }

    /**
     * Returns the column that replaces a column of the source: it has the same name, or gets the values unchanged;
     * empty if the values are only used to compute others, or if the target is not known.
     */
    private Optional<Column> findReplacement(Column sourceColumn) {
        Table target = targetTable;
        if (target == null) {
            return Optional.empty();
        }
        return outputs.stream()
                .filter(output -> findSourceColumns(output).equals(List.of(sourceColumn))
                        && (sourceColumn.isNamed(output.name())
                                || output.origins().containsValue(ColumnUse.IDENTITY)))
                .flatMap(output -> target.findColumn(output.name()).stream())
                .findFirst();
    }

    /** Describes the values of a column that the copy loses, because the new column can't hold them. */
    List<String> describeLostValues(Column sourceColumn) {
        return findReplacement(sourceColumn)
                .map(targetColumn -> new ColumnCopy(
                                source.name().toSqlName(session), source.table(), sourceColumn, targetColumn, false)
                        .describeLosses())
                .orElse(List.of());
    }

    /** Describes the rows that are lost because they get the same key; empty if different keys stay different. */
    Optional<String> describeMergedRows() {
        Table target = targetTable;
        if (target == null) {
            return Optional.empty();
        }
        Map<String, String> sourceColumnNameByTarget = new HashMap<>();
        for (Column sourceColumn : source.table().columns()) {
            findReplacement(sourceColumn)
                    .ifPresent(column -> sourceColumnNameByTarget.put(column.name(), sourceColumn.name()));
        }
        return new ColumnLints(source.table(), target)
                .describeMergedRows(
                        new ColumnOrigins(source.table(), sourceColumnNameByTarget),
                        column -> outputs.stream().anyMatch(output -> column.isNamed(output.name())));
    }
}
