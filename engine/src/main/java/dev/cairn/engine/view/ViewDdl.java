package dev.cairn.engine.view;

import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.engine.query.ViewQueryNames;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.AlterExternalView;
import dev.cairn.sql.ast.ViewStatement.AlterViewQuery;
import dev.cairn.sql.ast.ViewStatement.AlterViewSecurity;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.DropView;
import dev.cairn.sql.ast.ViewStatement.Security;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Applies CREATE VIEW, ALTER VIEW and DROP VIEW. The query of a view is analyzed when the view is defined, and the
 * columns of the query are stored with the view. A change of the view deactivates the materialized views that read it.
 */
public record ViewDdl(ServerState server) {
    /** A view that exists, and its database. */
    private record ResolvedView(Database database, View view) {}

    /**
     * Creates or replaces a view. A view in an external catalog is only checked, because the catalog of Cairn does not
     * contain such a view.
     *
     * @throws Refusal if the definition is invalid, or if the name is in use, unless IF NOT EXISTS is specified or the
     *     statement replaces a view
     */
    public StatementResult create(CreateView statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.name());
        NameValidation.requireValidTableName(resolvedName.tableName(), resolvedName.span());
        requireNoProperties(resolvedName, statement);
        DefiningQuery query = analyzeDefiningQuery(statement.queryText());
        List<ViewColumn> columns = determineColumns(query, statement.columns(), statement.span());
        if (!resolvedName.isInternal()) {
            return server.unchangedResult();
        }
        Database database = resolvedName.requireDatabaseAtExecution(server);
        String comment = statement.comment() == null ? "" : statement.comment();
        if (!database.hasObject(resolvedName.tableName())) {
            resolvedName.requireCreatable(database);
            Security security = statement.security() == null ? Security.NONE : statement.security();
            return server.createResult(database.withView(
                    new View(resolvedName.tableName(), columns, comment, security, query.toDefinition())));
        }
        if (statement.ifNotExists()) {
            return server.unchangedResult();
        }
        if (!statement.replacesExistingView()) {
            throw Refusal.ofExecution(resolvedName.span(), ServerError.TABLE_EXISTS, resolvedName.tableName());
        }
        View oldView = database.findView(resolvedName.tableName())
                .orElseThrow(() -> Refusal.ofAnalysis(
                        resolvedName.span(), CommonRule.WRONG_KIND, resolvedName.databaseAndTableName(), "a view"));
        return replaceView(new ResolvedView(database, oldView), columns, comment, query);
    }

    /** Replaces a view. The view keeps its security mode, whichever mode the statement declares. */
    private StatementResult replaceView(
            ResolvedView resolvedView, List<ViewColumn> columns, String comment, DefiningQuery query) {
        Database database = resolvedView.database;
        View oldView = resolvedView.view;
        View newView = new View(oldView.name(), columns, comment, oldView.security(), query.toDefinition());
        return server.createResult(DependentMaterializedViews.of(
                        server.catalog().withDatabase(database.withView(newView)))
                .deactivateAllReaders(database.name(), newView.name(), InactiveReason.viewChanged(newView.name())));
    }

    private static void requireNoProperties(ResolvedTableName resolvedName, CreateView statement) {
        if (statement.properties().isEmpty()) {
            return;
        }
        Span span = statement.properties().get(0).span();
        if (!resolvedName.isInternal()) {
            throw Refusal.ofAnalysis(span, ServerError.UNKNOWN_CATALOG, resolvedName.catalogName());
        }
        throw Refusal.ofAnalysis(span, CommonRule.SUPPORTED_ONLY_FOR, "The change of properties", "views of Iceberg");
    }

    private DefiningQuery analyzeDefiningQuery(QueryText queryText) {
        DefiningQuery query = DefiningQuery.of(server, queryText);
        if (query.readsTemporaryTable()) {
            throw Refusal.ofAnalysis(queryText.span(), CommonRule.UNSUPPORTED, "A view", "temporary tables");
        }
        ViewQueryNames.requireReadable(queryText);
        return query;
    }

    private static List<ViewColumn> determineColumns(
            DefiningQuery query, List<ViewStatement.DeclaredViewColumn> declaredColumns, Span span) {
        List<OutputColumn> outputColumns = query.columns();
        query.requireColumnCount(declaredColumns.size(), span);
        if (query.mayHaveMoreColumns() && !declaredColumns.isEmpty()) {
            return declaredColumns.stream().map(ViewColumn::ofUnknownType).toList();
        }
        List<ViewColumn> columns = new ArrayList<>(outputColumns.size());
        Set<String> columnNames = new HashSet<>();
        for (int i = 0; i < outputColumns.size(); i++) {
            OutputColumn outputColumn = outputColumns.get(i);
            ViewColumn column =
                    new ViewColumn(outputColumn.name(), outputColumn.type(), outputColumn.isNullableInView(), "");
            ViewColumn namedColumn =
                    declaredColumns.isEmpty() ? column : column.withDeclaration(declaredColumns.get(i));
            if (!columnNames.add(namedColumn.name())) {
                throw Refusal.ofAnalysis(span, CommonRule.DUPLICATE, RuleSubject.COLUMN, namedColumn.name());
            }
            columns.add(namedColumn);
        }
        return columns;
    }

    /**
     * Redefines a view. The new view has no comment, and its columns have only the comments that the statement
     * declares.
     *
     * @throws Refusal if there is no such view, or if its new definition is invalid
     */
    public StatementResult redefine(AlterViewQuery statement) {
        ResolvedView resolvedView = requireView(statement.name());
        DefiningQuery query = analyzeDefiningQuery(statement.queryText());
        List<ViewColumn> columns = determineColumns(query, statement.columns(), statement.span());
        return replaceView(resolvedView, columns, "", query);
    }

    /**
     * Changes the security mode of a view. The materialized views that read the view stay active.
     *
     * @throws Refusal if there is no such view
     */
    public StatementResult alterSecurity(AlterViewSecurity statement) {
        ResolvedView resolvedView = requireView(statement.name());
        View newView = resolvedView.view.withSecurity(statement.security());
        return server.createResult(resolvedView.database.withView(newView));
    }

    /**
     * Redefines a view if the statement has a query for a dialect, because a view of the internal catalog has only one
     * query. Properties have no effect on such a view.
     */
    public StatementResult alterDialect(AlterExternalView statement) {
        if (statement.queryText() != null) {
            return redefine(new AlterViewQuery(statement.name(), List.of(), statement.queryText(), statement.span()));
        }
        requireView(statement.name());
        return server.unchangedResult();
    }

    private ResolvedView requireView(QualifiedName name) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, name);
        NameValidation.requireValidTableName(resolvedName.tableName(), resolvedName.span());
        Database database = resolvedName
                .findDatabase(server)
                .filter(candidate -> candidate.hasObject(resolvedName.tableName()))
                .orElseThrow(() ->
                        Refusal.ofAnalysis(resolvedName.span(), NameRule.TABLE_NOT_FOUND, resolvedName.tableName()));
        View view = database.findView(resolvedName.tableName())
                .orElseThrow(() -> Refusal.ofAnalysis(
                        resolvedName.span(), CommonRule.WRONG_KIND, resolvedName.tableName(), "a view"));
        return new ResolvedView(database, view);
    }

    /**
     * Drops a view, which can be recovered. The materialized views that read the view become inactive.
     *
     * @throws Refusal if there is no such view and IF EXISTS is not specified, or if the name denotes another object
     */
    public StatementResult drop(DropView statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.name());
        Database database = resolvedName.requireDatabase(server);
        if (database.findMaterializedView(resolvedName.tableName()).isPresent()) {
            throw resolvedName.createMaterializedViewRefusal();
        }
        if (database.findTable(resolvedName.tableName()).isPresent()
                || database.findSystemTable(resolvedName.tableName()).isPresent()) {
            throw Refusal.ofAnalysis(
                    resolvedName.span(), ServerError.WRONG_OBJECT, database.name(), resolvedName.tableName(), "VIEW");
        }
        View view = database.findView(resolvedName.tableName()).orElse(null);
        if (view == null) {
            if (statement.ifExists()) {
                resolvedName.requireDroppable(database);
                return server.unchangedResult();
            }
            throw Refusal.ofAnalysis(resolvedName.span(), ServerError.UNKNOWN_TABLE, resolvedName.tableName());
        }
        return server.createResult(
                DependentMaterializedViews.of(server.catalog().withDatabase(database.recycle(view)))
                        .detachReaders(database.name(), view.name()));
    }
}
