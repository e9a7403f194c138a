package dev.cairn.engine.materialized;

import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Determines the columns of a new materialized view and its sort key. The columns follow from the output of the query;
 * a list of columns in the statement changes their names and comments, but not their types.
 */
final class MaterializedViewColumns {

    private final ServerState server;
    private final CreateMaterializedView statement;
    private final DefiningQuery query;

    MaterializedViewColumns(ServerState server, CreateMaterializedView statement, DefiningQuery query) {
        this.server = server;
        this.statement = statement;
        this.query = query;
    }

    /**
     * Returns the names in ORDER BY as they are written; an empty list without ORDER BY. Refuses an item that is not a
     * name, but does not look up the names.
     */
    List<String> resolveDeclaredSortKey() {
        List<String> columnNames = new ArrayList<>(statement.orderBy().size());
        for (SortItem item : statement.orderBy()) {
            if (!(item.value() instanceof Expression.Reference reference)) {
                throw Refusal.ofAnalysis(
                        item.value().span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, Sql.render(item.value()));
            }
            columnNames.add(reference.name().lastPart().text());
        }
        return columnNames;
    }

    /**
     * Returns the columns in the order of the query. If the query may have more columns than are known, the declared
     * columns have unknown types. Refuses a list of columns of another length, and an invalid name.
     */
    List<ViewColumn> determineColumns() {
        List<OutputColumn> outputColumns = query.columns();
        List<ViewStatement.DeclaredViewColumn> declaredColumns = statement.columns();
        query.requireColumnCount(declaredColumns.size(), statement.span());
        declaredColumns.forEach(column -> NameValidation.requireValidColumnName(
                server.profile(), column.name().text(), column.name().span()));
        if (query.mayHaveMoreColumns() && !declaredColumns.isEmpty()) {
            return declaredColumns.stream().map(ViewColumn::ofUnknownType).toList();
        }
        List<ViewColumn> columns = new ArrayList<>(outputColumns.size());
        for (int i = 0; i < outputColumns.size(); i++) {
            OutputColumn outputColumn = outputColumns.get(i);
            Type type =
                    outputColumn.type() == null ? null : StoredTypeConverter.convertForQueryResult(outputColumn.type());
            ViewColumn column = new ViewColumn(
                    outputColumn.name(), type, outputColumn.expressionType().isNullable(), "");
            columns.add(declaredColumns.isEmpty() ? column : column.withDeclaration(declaredColumns.get(i)));
        }
        return columns;
    }

    /**
     * Returns the sort key: the columns in ORDER BY, or by default as many of the first columns as fit into an index
     * entry. Refuses columns with the same name, and a key column that is missing, repeated or of a type that can't be
     * a key. Here the server distinguishes between upper and lower case.
     */
    List<String> determineSortKey(List<ViewColumn> columns, List<String> declaredSortKey) {
        List<String> sortKey = declaredSortKey.isEmpty() ? chooseDefaultSortKey(columns) : declaredSortKey;
        if (sortKey.size() > columns.size()) {
            throw createRefusal(MaterializedViewRule.SORT_KEY_TOO_LONG);
        }
        Set<String> columnNames = new HashSet<>();
        for (ViewColumn column : columns) {
            if (!columnNames.add(column.name())) {
                throw createRefusal(CommonRule.DUPLICATE, RuleSubject.COLUMN, column.name());
            }
        }
        Set<String> keyNames = new HashSet<>();
        for (String keyName : sortKey) {
            ViewColumn column = findColumn(columns, keyName)
                    .orElseThrow(() -> createRefusal(CommonRule.NOT_FOUND, RuleSubject.COLUMN, keyName));
            Type type = column.type();
            if (type != null && !canBeKey(column)) {
                throw createRefusal(
                        MaterializedViewRule.SORT_KEY_TYPE_UNSUPPORTED, TypeFormat.formatForMessages(type), keyName);
            }
            if (!keyNames.add(keyName)) {
                throw createRefusal(ServerError.DUPLICATE_COLUMN, keyName);
            }
        }
        return sortKey;
    }

    private static Optional<ViewColumn> findColumn(List<ViewColumn> columns, String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /**
     * Returns the default sort key: the columns that fit into an index entry, beginning with the first one that can be
     * a key. Later columns that can't be keys are left out, but count towards the size of the entry. A VARCHAR ends the
     * sort key, and so does the first column that does not fit; of these, only a text column belongs to the sort key. A
     * column of unknown type counts as too long, and belongs to the sort key only if it is the first one. Unlike the
     * short key of a table, the sort key may have more than three columns.
     *
     * <p>The sort key is empty if no known column can be a key, but the query may have more columns.
     */
    private List<String> chooseDefaultSortKey(List<ViewColumn> columns) {
        List<String> sortKey = new ArrayList<>();
        int firstKeyIndex = 0;
        while (firstKeyIndex < columns.size() && !canBeKey(columns.get(firstKeyIndex))) {
            firstKeyIndex++;
        }
        if (firstKeyIndex == columns.size() && query.mayHaveMoreColumns()) {
            return sortKey;
        }
        if (firstKeyIndex == columns.size()) {
            throw createRefusal(MaterializedViewRule.NO_COLUMN_FOR_KEY);
        }
        int entryBytes = 0;
        for (ViewColumn column : columns.subList(firstKeyIndex, columns.size())) {
            Type type = column.type();
            PrimitiveType primitiveType = type == null ? PrimitiveType.INVALID_TYPE : PrimitiveType.of(type);
            entryBytes += type == null ? ShortKey.MAX_BYTES + 1 : PrimitiveType.shortKeyBytes(type);
            if (entryBytes > ShortKey.MAX_BYTES) {
                if (primitiveType.isCharacterType() || (type == null && sortKey.isEmpty())) {
                    sortKey.add(column.name());
                }
                break;
            }
            if (canBeKey(column)) {
                sortKey.add(column.name());
                if (primitiveType == PrimitiveType.VARCHAR) {
                    break;
                }
            }
        }
        return sortKey;
    }

    /** Returns whether the column can be in the sort key; true for a column of unknown type. */
    private boolean canBeKey(ViewColumn column) {
        Type type = column.type();
        return type == null || TypeRules.canBeKey(server.profile(), type);
    }

    private Refusal createRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofAnalysis(statement.span(), rule, arguments);
    }
}
