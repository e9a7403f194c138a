package dev.cairn.engine.materialized;

import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.column.QueryColumnType;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.engine.view.ViewDdl;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The columns of a new materialized view, and which of them its rows are sorted by. */
final class MaterializedColumns {
    private static final int MOST_KEY_BYTES = 36;

    private final ServerState server;
    private final CreateMaterializedView statement;
    private final DefiningQuery query;

    MaterializedColumns(ServerState server, CreateMaterializedView statement, DefiningQuery query) {
        this.server = server;
        this.statement = statement;
        this.query = query;
    }

    /** What ORDER BY names; empty without it. */
    List<String> sortKey() {
        List<String> names = new ArrayList<>(statement.orderBy().size());
        for (SortItem item : statement.orderBy()) {
            if (!(item.value() instanceof Expression.Reference reference)) {
                throw Refusal.analysis(
                        item.value().span(), "Unknown column '" + Sql.render(item.value()) + "' in order by clause");
            }
            names.add(reference.name().last().text());
        }
        return names;
    }

    /** In the order of the query. */
    List<ViewColumn> columns() {
        List<OutputColumn> outputs = query.columns();
        List<ViewStatement.ViewColumn> said = statement.columns();
        if (!said.isEmpty() && (query.open() ? outputs.size() > said.size() : outputs.size() != said.size())) {
            throw Refusal.analysis(statement.span(), ServerError.VIEW_COLUMN_COUNT);
        }
        said.forEach(column -> NameRules.checkColumn(
                server.profile(), column.name().text(), column.name().span()));
        List<ViewColumn> columns = new ArrayList<>(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            OutputColumn output = outputs.get(i);
            Type type = output.type() == null ? null : QueryColumnType.stored(output.type(), false);
            ViewColumn column =
                    new ViewColumn(output.name(), type, output.typed().nullable(), "");
            columns.add(said.isEmpty() ? column : ViewDdl.named(column, said.get(i)));
        }
        return columns;
    }

    /** Those that ORDER BY names, or else as many of the first as fit into an index entry. */
    List<String> keys(List<ViewColumn> columns, List<String> sortKey) {
        List<String> keys = sortKey.isEmpty() ? chosen(columns) : sortKey;
        if (keys.isEmpty()) {
            throw refusal("Sort key of materialized view is empty");
        }
        if (keys.size() > columns.size()) {
            throw refusal("The number of sort key should be less than the number of columns.");
        }
        Set<String> names = new HashSet<>();
        for (ViewColumn column : columns) {
            if (!names.add(column.name())) {
                throw refusal("Duplicate column name '" + column.name() + "'");
            }
        }
        for (String key : keys) {
            ViewColumn column = named(columns, key).orElseThrow(() -> refusal("Sort key not exists: " + key));
            Type type = column.type();
            if (type != null && !canBeKey(column)) {
                throw refusal("Type " + TypeText.named(type) + " cannot be sort key: " + key);
            }
        }
        return keys;
    }

    private static Optional<ViewColumn> named(List<ViewColumn> columns, String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    private List<String> chosen(List<ViewColumn> columns) {
        List<String> keys = new ArrayList<>();
        int first = 0;
        while (first < columns.size() && !canBeKey(columns.get(first))) {
            first++;
        }
        if (first == columns.size()) {
            throw refusal("All columns of materialized view cannot be used for keys");
        }
        int bytes = 0;
        for (ViewColumn column : columns.subList(first, columns.size())) {
            Type type = column.type();
            PrimitiveType primitive = type == null ? PrimitiveType.INVALID_TYPE : PrimitiveType.of(type);
            bytes += type == null ? MOST_KEY_BYTES + 1 : PrimitiveType.indexSize(type);
            if (bytes > MOST_KEY_BYTES) {
                if (primitive.isCharacters() || (type == null && keys.isEmpty())) {
                    keys.add(column.name());
                }
                break;
            }
            if (canBeKey(column)) {
                keys.add(column.name());
                if (primitive == PrimitiveType.VARCHAR) {
                    break;
                }
            }
        }
        return keys;
    }

    /** What nothing is known of is given the benefit of the doubt. */
    private boolean canBeKey(ViewColumn column) {
        Type type = column.type();
        return type == null || TypeRules.canBeKey(server.profile(), type);
    }

    private Refusal refusal(String words) {
        return Refusal.analysis(statement.span(), words);
    }
}
