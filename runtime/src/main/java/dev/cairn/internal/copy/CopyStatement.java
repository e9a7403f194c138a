package dev.cairn.internal.copy;

import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statement with which a rebuild fills the new table, {@code INSERT INTO new (columns) SELECT values FROM old},
 * parsed into its parts, so it can also copy only some of the rows.
 *
 * @param columnNames the columns that are written
 * @param values the expression for each of these columns, which refers to columns of the old table
 * @param sourceTableName the old table as the statement names it; the expressions may refer to its last part
 * @param whereClause the condition for rows to be copied, without WHERE; empty if all rows are copied
 */
public record CopyStatement(
        List<String> columnNames, List<Expression> values, QualifiedName sourceTableName, String whereClause) {
    public CopyStatement {
        columnNames = List.copyOf(columnNames);
        values = List.copyOf(values);
    }

    /** Parses a statement. Returns empty if it does anything other than copy the rows of one table one by one. */
    public static Optional<CopyStatement> parse(Statement.OpaqueStatement statement) {
        if (!(Sql.parseDml(statement) instanceof DmlStatement.Insert parsedInsert)
                || parsedInsert.isOverwrite()
                || parsedInsert.partitions() != null
                || parsedInsert.label() != null
                || parsedInsert.isByName()
                || parsedInsert.columns().isEmpty()
                || !parsedInsert.properties().isEmpty()
                || !(parsedInsert.rowSource() instanceof DmlStatement.RowSource.QueriedRows queriedRows)) {
            return Optional.empty();
        }
        Query query = queriedRows.queryText().query();
        boolean hasOnlyBody = query.commonTables().isEmpty()
                && query.orderBy().isEmpty()
                && query.limit() == null
                && !query.isUnread();
        return hasOnlyBody && query.body() instanceof Query.Select select
                ? ofSelect(parsedInsert.columns(), select)
                : Optional.empty();
    }

    private static Optional<CopyStatement> ofSelect(List<Name> columns, Query.Select select) {
        boolean isPlainSelect = select.quantifier() == null
                && select.pivot() == null
                && select.groupBy() == null
                && select.having() == null
                && select.qualify() == null
                && select.selectItems().hints().isEmpty()
                && select.from().size() == 1;
        if (!isPlainSelect
                || !(select.from().get(0) instanceof Relation.Named relation)
                || relation.alias() != null
                || !relation.time().equals(Relation.ReadTime.NOW)
                || !relation.section().equals(Relation.TableSection.WHOLE)) {
            return Optional.empty();
        }
        List<Expression> values = new ArrayList<>();
        for (Query.SelectItem selectItem : select.items()) {
            if (!(selectItem instanceof Query.SelectItem.Value valueItem)) {
                return Optional.empty();
            }
            values.add(valueItem.value());
        }
        return values.size() == columns.size()
                ? Optional.of(new CopyStatement(
                        columns.stream().map(Name::text).toList(),
                        values,
                        relation.name(),
                        select.where() == null ? "" : Sql.render(select.where())))
                : Optional.empty();
    }

    /** Returns the statement that copies the rows of the given partitions, or all rows if the list is empty. */
    public String renderInsert(ObjectName sourceName, List<String> partitionNames, ObjectName targetName) {
        return "INSERT INTO " + SqlQuoting.quoteName(targetName) + renderColumnsAndSelect(sourceName, partitionNames);
    }

    /**
     * Returns the statement that copies the rows whose keys are missing in the target, from the given partitions, or
     * from all partitions if the list is empty. Returns empty if the copy does not write the whole key.
     */
    public Optional<String> renderInsertOfMissingRows(
            ObjectName sourceName, List<String> partitionNames, ObjectName targetName, List<String> keyColumnNames) {
        if (keyColumnNames.isEmpty()
                || !keyColumnNames.stream().allMatch(key -> columnNames.stream().anyMatch(key::equalsIgnoreCase))) {
            return Optional.empty();
        }
        List<String> aliasedValues = new ArrayList<>();
        for (int i = 0; i < columnNames.size(); i++) {
            aliasedValues.add(Sql.render(values.get(i)) + " AS " + SqlQuoting.quoteName(columnNames.get(i)));
        }
        // The values may be named like columns of the target, so they are calculated in a subquery.
        return Optional.of("INSERT INTO " + SqlQuoting.quoteName(targetName) + " (" + quoteColumns("") + ")\nSELECT "
                + quoteColumns("`old_rows`.")
                + "\nFROM (SELECT " + String.join(", ", aliasedValues) + renderFromAndWhere(sourceName, partitionNames)
                + ") AS `old_rows`"
                + "\nLEFT ANTI JOIN " + SqlQuoting.quoteName(targetName) + " AS `new_rows` ON "
                + keyColumnNames.stream()
                        .map(SqlQuoting::quoteName)
                        .map(key -> "`new_rows`." + key + " <=> `old_rows`." + key)
                        .collect(Collectors.joining(" AND ")));
    }

    private String quoteColumns(String prefix) {
        return columnNames.stream()
                .map(column -> prefix + SqlQuoting.quoteName(column))
                .collect(Collectors.joining(", "));
    }

    /** Returns the statement that replaces the rows of the given partitions, or all rows if the list is empty. */
    public String renderOverwrite(ObjectName sourceName, List<String> partitionNames, ObjectName targetName) {
        return "INSERT OVERWRITE " + SqlQuoting.quoteName(targetName) + renderPartitionClause(partitionNames)
                + renderColumnsAndSelect(sourceName, partitionNames);
    }

    private String renderColumnsAndSelect(ObjectName sourceName, List<String> partitionNames) {
        return " (" + quoteColumns("") + ")\nSELECT "
                + values.stream().map(Sql::render).collect(Collectors.joining(", "))
                + renderFromAndWhere(sourceName, partitionNames);
    }

    /** Returns the query that counts the rows to be copied. */
    public String renderCount(ObjectName sourceName, List<String> partitionNames) {
        return "SELECT count(*)" + renderFromAndWhere(sourceName, partitionNames);
    }

    /** Returns the FROM and WHERE clauses that select the rows to be copied from the given partitions. */
    String renderFromAndWhere(ObjectName sourceName, List<String> partitionNames) {
        return renderFromAndWhere(sourceName, partitionNames, whereClause);
    }

    /** Returns the FROM and WHERE clauses that select the rows to be copied, if they also meet a condition. */
    String renderFromAndWhereWithCondition(ObjectName sourceName, List<String> partitionNames, String condition) {
        return renderFromAndWhere(
                sourceName,
                partitionNames,
                whereClause.isEmpty() ? condition : "(" + whereClause + ") AND " + condition);
    }

    private String renderFromAndWhere(ObjectName sourceName, List<String> partitionNames, String condition) {
        return "\nFROM " + SqlQuoting.quoteName(sourceName) + renderPartitionClause(partitionNames) + " AS "
                + SqlQuoting.quoteName(sourceTableName.lastPart().text())
                + (condition.isEmpty() ? "" : "\nWHERE " + condition);
    }

    /** Returns the PARTITION clause for the given partitions; an empty string if the list is empty. */
    public static String renderPartitionClause(List<String> partitionNames) {
        return partitionNames.isEmpty()
                ? ""
                : " PARTITION ("
                        + partitionNames.stream().map(SqlQuoting::quoteName).collect(Collectors.joining(", ")) + ")";
    }

    /** Returns whether a column receives the unchanged value of the old table's column with the same name. */
    boolean isCopiedUnchanged(String columnName) {
        for (int i = 0; i < columnNames.size(); i++) {
            if (columnNames.get(i).equalsIgnoreCase(columnName)) {
                return values.get(i) instanceof Expression.Reference reference
                        && reference.name().lastPart().text().equalsIgnoreCase(columnName);
            }
        }
        return false;
    }
}
