package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.DmlStatement.RowSource;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Converts an INSERT into a table of an external catalog with {@code PARTITION (day = '2025-01-01')}. The rows of such
 * an INSERT lack the partition columns; the converted INSERT has whole rows.
 */
record PartitionKeyInsertConverter(Table table, Insert insert) {
    /** Returns an INSERT that lists all columns explicitly, with the partition columns last. */
    Insert toWholeRows() {
        List<Name> columns = new ArrayList<>();
        for (Column column : table.writableColumns()) {
            if (insert.partitionKeys().stream().noneMatch(key -> key.column().equalsIgnoreCase(column.name()))) {
                columns.add(Name.of(column.name()));
            }
        }
        RowSource wholeRows = insert.rowSource() instanceof RowSource.LiteralRows rows
                ? rows.withAppendedValues(insert.partitionKeys().stream()
                        .map(PartitionKeyValue::value)
                        .toList())
                : extendQuery(
                        ((RowSource.QueriedRows) insert.rowSource()).queryText().query(), columns.size());
        insert.partitionKeys().forEach(key -> columns.add(key.column()));
        return insert.withRows(columns, wholeRows);
    }

    /** Returns {@code SELECT *, value FROM (query) AS r (c0, c1)}. */
    private RowSource extendQuery(Query query, int columnCount) {
        List<Name> columnNames =
                IntStream.range(0, columnCount).mapToObj(i -> Name.of("c" + i)).toList();
        Relation rowRelation =
                new Relation.Derived(false, query, new Relation.Alias(Name.of("r"), columnNames, true), query.span());
        List<SelectItem> selectItems =
                new ArrayList<>(List.of(new SelectItem.Star(null, null, List.of(), query.span())));
        for (PartitionKeyValue key : insert.partitionKeys()) {
            selectItems.add(
                    new SelectItem.Value(key.value(), null, false, key.column().span()));
        }
        Query wholeRows = Query.of(Query.Select.of(selectItems, List.of(rowRelation), null, query.span()));
        return new RowSource.QueriedRows(new QueryText("", wholeRows, query.span()));
    }
}
