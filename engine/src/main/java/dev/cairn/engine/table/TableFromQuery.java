package dev.cairn.engine.table;

import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RefusalRule;
import dev.cairn.catalog.StoredTypes;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.CreateTableAsSelect;
import dev.cairn.sql.ast.Statement.Lifetime;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;

/** Applies CREATE TABLE AS SELECT: the query's columns become those of a CREATE TABLE with the declared clauses. */
public final class TableFromQuery {
    private TableFromQuery() {}

    public static StatementResult create(ServerState server, CreateTableAsSelect statement) {
        DefiningQuery query = DefiningQuery.of(server, statement.query());
        List<Name> names = names(query, statement);
        KeyClause key = statement.key();
        if (key != null && key.model() != KeyModel.PRIMARY && key.model() != KeyModel.DUPLICATE) {
            throw Refusal.analysis(key.span(), TableRule.QUERY_KEY_MODEL, key.model());
        }
        requireKnownColumns(query, statement);
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        TableAnalysis written = TableAnalysis.of(server.profile(), table(statement, query, names));
        return CreateTables.created(server, written)
                .map(table -> CreateTables.added(server, place, withShortBinaries(table)))
                .orElseGet(server::unchanged);
    }

    /** Removes the length of binary columns: unlike another CREATE TABLE, this one does not set the maximum length. */
    private static Table withShortBinaries(Table table) {
        List<Column> columns = table.columns().stream()
                .map(column -> PrimitiveType.of(column.type()) == PrimitiveType.VARBINARY
                        ? column.withType(new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSAID))
                        : column)
                .toList();
        return table.withColumns(columns);
    }

    /** Refuses a query whose columns are unknown because it reads objects outside the catalog. */
    private static void requireKnownColumns(DefiningQuery query, CreateTableAsSelect statement) {
        if (query.open()) {
            throw unknown(statement, TableRule.QUERY_OF_UNKNOWN_SOURCE);
        }
        for (OutputColumn column : query.columns()) {
            if (column.type() == null) {
                throw unknown(statement, TableRule.QUERY_COLUMN_TYPE_UNKNOWN, column.name());
            }
        }
    }

    private static Refusal unknown(CreateTableAsSelect statement, RefusalRule rule, Object... arguments) {
        String reason = rule.text(arguments);
        return Refusal.analysis(statement.name().span(), TableRule.QUERY_COLUMNS_UNKNOWN, statement.name(), reason);
    }

    private static List<Name> names(DefiningQuery query, CreateTableAsSelect statement) {
        List<OutputColumn> outputs = query.columns();
        if (statement.columns().isEmpty()) {
            return outputs.stream().map(output -> Name.of(output.name())).toList();
        }
        if (statement.columns().size() != outputs.size() && !query.open()) {
            throw Refusal.analysis(
                    statement.span(),
                    TableRule.QUERY_COLUMN_COUNT,
                    statement.columns().size(),
                    outputs.size());
        }
        return statement.columns();
    }

    private static CreateTable table(CreateTableAsSelect statement, DefiningQuery query, List<Name> names) {
        List<ColumnDefinition> columns = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            columns.add(column(statement, names.get(i), query.columns().get(i)));
        }
        return new CreateTable(
                statement.temporary() ? Lifetime.TEMPORARY : Lifetime.PERMANENT,
                statement.ifNotExists(),
                statement.name(),
                columns,
                statement.indexes(),
                null,
                null,
                statement.key(),
                statement.comment(),
                statement.partitioning(),
                statement.distribution(),
                statement.orderBy(),
                List.of(),
                statement.properties(),
                List.of(),
                statement.span());
    }

    private static ColumnDefinition column(CreateTableAsSelect statement, Name name, OutputColumn output) {
        Type type = output.type();
        if (type == null) {
            throw new IllegalArgumentException("the type of " + name + " is not known");
        }
        boolean nullable = output.nullableExpression() && !isKey(statement, name) && !divides(statement, name);
        return ColumnDefinition.of(name, StoredTypes.ofQuery(type, true), Span.NONE)
                .withNullable(nullable)
                .withComment("");
    }

    private static boolean isKey(CreateTableAsSelect statement, Name name) {
        KeyClause key = statement.key();
        return key != null && key.model() == KeyModel.PRIMARY && key.contains(name.text());
    }

    /** Whether the column is a column of a partitioning by list; such a column is not nullable. */
    private static boolean divides(CreateTableAsSelect statement, Name name) {
        PartitionClause partitioning = statement.partitioning();
        return partitioning instanceof PartitionClause.InList list
                && list.columns().stream().anyMatch(column -> column.is(name.text()));
    }
}
