package dev.cairn.engine.view;

import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.AlterForeignView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.DropView;
import dev.cairn.sql.ast.ViewStatement.RedefineView;
import dev.cairn.sql.ast.ViewStatement.SecureView;
import dev.cairn.sql.ast.ViewStatement.Security;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Applies CREATE VIEW, ALTER VIEW and DROP VIEW. */
public record ViewDdl(ServerState server) {
    public StatementResult create(CreateView statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        NameRules.checkTable(place.table(), place.span());
        refuseProperties(place, statement);
        DefiningQuery query = analyse(statement.query());
        List<ViewColumn> columns = columns(query, statement.columns(), statement.span());
        if (!place.internal()) {
            return server.unchangedResult();
        }
        Database database = place.database(server)
                .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
        String comment = statement.comment() == null ? "" : statement.comment();
        if (!database.holds(place.table())) {
            Security security = statement.security() == null ? Security.NONE : statement.security();
            return server.resultOf(
                    database.with(new View(place.table(), columns, comment, security, query.definition())));
        }
        if (statement.ifNotExists()) {
            return server.unchangedResult();
        }
        if (!statement.isOrReplace()) {
            throw Refusal.execution(place.span(), ServerError.TABLE_EXISTS, place.table());
        }
        View before = database.view(place.table())
                .orElseThrow(() -> Refusal.analysis(place.span(), CommonRule.NOT_A, place.inDatabase(), "a view"));
        return replaceView(database, before, columns, comment, query);
    }

    /** The catalog with the redefined view. The view keeps its security mode, whatever the statement declares. */
    private StatementResult replaceView(
            Database database, View before, List<ViewColumn> columns, String comment, DefiningQuery query) {
        View after = new View(before.name(), columns, comment, before.security(), query.definition());
        return server.resultOf(DependentMaterializedViews.of(server.catalog().with(database.with(after)))
                .deactivate(database.name(), after.name(), InactiveReason.viewChanged(after.name())));
    }

    private static void refuseProperties(ResolvedTableName place, CreateView statement) {
        if (statement.properties().isEmpty()) {
            return;
        }
        Span at = statement.properties().get(0).span();
        if (!place.internal()) {
            throw Refusal.analysis(at, ServerError.UNKNOWN_CATALOG, place.catalog());
        }
        throw Refusal.analysis(at, CommonRule.ONLY_FOR, "The change of properties", "views of Iceberg");
    }

    private DefiningQuery analyse(QueryText text) {
        DefiningQuery query = DefiningQuery.of(server, text);
        if (query.readsTemporaryTable()) {
            throw Refusal.analysis(text.span(), CommonRule.UNSUPPORTED, "A view", "temporary tables");
        }
        query.requireReadableNames();
        return query;
    }

    private static List<ViewColumn> columns(DefiningQuery query, List<ViewStatement.ViewColumn> declared, Span at) {
        List<OutputColumn> outputs = query.columns();
        if (!declared.isEmpty()
                && (query.open() ? outputs.size() > declared.size() : outputs.size() != declared.size())) {
            throw Refusal.analysis(at, ServerError.VIEW_COLUMN_COUNT);
        }
        if (query.open() && !declared.isEmpty()) {
            return declared.stream().map(ViewDdl::unknownColumn).toList();
        }
        List<ViewColumn> columns = new ArrayList<>(outputs.size());
        Set<String> names = new HashSet<>();
        for (int i = 0; i < outputs.size(); i++) {
            OutputColumn output = outputs.get(i);
            ViewColumn column = new ViewColumn(output.name(), output.type(), output.nullableExpression(), "");
            ViewColumn named = declared.isEmpty() ? column : nameColumn(column, declared.get(i));
            if (!names.add(named.name())) {
                throw Refusal.analysis(at, CommonRule.REPEATED, RuleSubject.COLUMN, named.name());
            }
            columns.add(named);
        }
        return columns;
    }

    /** A column of a query that may return more columns than are known. */
    private static ViewColumn unknownColumn(ViewStatement.ViewColumn declared) {
        return nameColumn(new ViewColumn(declared.name().text(), null, true, ""), declared);
    }

    public static ViewColumn nameColumn(ViewColumn column, ViewStatement.ViewColumn declared) {
        return column.withName(declared.name().text(), declared.comment() == null ? "" : declared.comment());
    }

    /** Redefines the view. Its comment is removed, and so are the comments of its columns. */
    public StatementResult redefine(RedefineView statement) {
        View before = requireExisting(statement.name());
        DefiningQuery query = analyse(statement.query());
        List<ViewColumn> columns = columns(query, statement.columns(), statement.span());
        Database database = ResolvedTableName.of(server, statement.name()).requireDatabase(server);
        return replaceView(database, before, columns, "", query);
    }

    public StatementResult secure(SecureView statement) {
        View before = requireExisting(statement.name());
        Database database = ResolvedTableName.of(server, statement.name()).requireDatabase(server);
        return server.resultOf(database.with(before.withSecurity(statement.security())));
    }

    /** Redefines the view by the query of a dialect: a view of the internal catalog has only one, and no properties. */
    public StatementResult alterForeign(AlterForeignView statement) {
        if (statement.query() != null) {
            return redefine(new RedefineView(statement.name(), List.of(), statement.query(), statement.span()));
        }
        requireExisting(statement.name());
        return server.unchangedResult();
    }

    private View requireExisting(QualifiedName name) {
        ResolvedTableName place = ResolvedTableName.of(server, name);
        NameRules.checkTable(place.table(), place.span());
        boolean exists = place.database(server)
                .filter(database -> database.holds(place.table()))
                .isPresent();
        if (!exists) {
            throw Refusal.analysis(place.span(), NameRule.TABLE_NOT_FOUND, place.table());
        }
        return place.database(server)
                .flatMap(database -> database.view(place.table()))
                .orElseThrow(() -> Refusal.analysis(place.span(), CommonRule.NOT_A, place.table(), "a view"));
    }

    public StatementResult drop(DropView statement) {
        ResolvedTableName place = ResolvedTableName.of(server, statement.name());
        Database database = place.requireDatabase(server);
        if (database.materializedView(place.table()).isPresent()) {
            throw place.materializedView();
        }
        if (database.table(place.table()).isPresent()) {
            throw Refusal.analysis(place.span(), ServerError.WRONG_OBJECT, database.name(), place.table(), "VIEW");
        }
        View view = database.view(place.table()).orElse(null);
        if (view == null) {
            if (statement.ifExists()) {
                return server.unchangedResult();
            }
            throw Refusal.analysis(place.span(), ServerError.UNKNOWN_TABLE, place.table());
        }
        return server.resultOf(DependentMaterializedViews.of(server.catalog().with(database.recycle(view)))
                .detachReaders(database.name(), view.name()));
    }
}
