package dev.cairn.engine.materialized;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile.Version;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** ACTIVE: the view's statement is looked at again, as if it were sent anew, and must give the same columns. */
final class MaterializedViewActivation {
    private final ServerState server;
    private final MaterializedView view;
    private final Span at;

    private MaterializedViewActivation(ServerState server, Database database, MaterializedView view, Span at) {
        this.server = new ServerState(server.profile(), server.catalog(), new Session(database.name()));
        this.view = view;
        this.at = at;
    }

    static StatementResult activate(ServerState server, Database database, MaterializedView view, Span at) {
        if (view.active()) {
            return server.unchanged();
        }
        return server.changed(database.with(new MaterializedViewActivation(server, database, view, at).activated()));
    }

    private MaterializedView activated() {
        MaterializedView again;
        try {
            again = analysedAgain();
            requireSame(again);
        } catch (Refusal refusal) {
            throw Refusal.analysis(
                    at,
                    "Can not active materialized view [" + view.name()
                            + "] because analyze materialized view define sql: \n\n"
                            + ShowCreate.text(server.profile(), view) + "\n\nCause an error: "
                            + refusal.getMessage());
        }
        return view.defined(view.columns(), again.definition()).inactivated(null);
    }

    private MaterializedView analysedAgain() {
        CreateMaterializedView statement = ShowCreate.shown(server.profile(), view);
        ViewDefinition before = view.definition();
        DefiningQuery query = DefiningQuery.of(server, before.query(), before.database(), sources());
        return MaterializedViewCreation.analysedAgain(server, statement, query);
    }

    /** The server keeps each {@code *} as the columns that it stood for when the view was made. */
    private QuerySources sources() {
        QuerySources all = new CatalogSources(server.profile(), server.catalog());
        return (catalog, inDatabase, name, place) -> {
            Source source = all.named(catalog, inDatabase, name, place);
            Optional<BaseRelation> base = view.definition().bases().stream()
                    .filter(each -> each.direct() && each.isNamed(inDatabase, name))
                    .findFirst();
            return base.isEmpty() ? source : narrowed(source, base.get());
        };
    }

    /** Which columns a {@code *} stands for; each can be named all the same, and each keeps its place. */
    private static Source narrowed(Source source, BaseRelation base) {
        if (base.columns().isEmpty()) {
            return source;
        }
        List<Source.Column> columns = source.columns().stream()
                .map(column ->
                        new Source.Column(column.name(), column.typed(), column.shown() && base.reads(column.name())))
                .toList();
        return new Source(
                source.catalog(),
                source.database(),
                source.name(),
                source.kind(),
                columns,
                source.complete(),
                source.definition());
    }

    private void requireSame(MaterializedView again) {
        if (again.columns().size() != view.columns().size()) {
            throw Refusal.analysis(
                    at,
                    "number of columns changed: " + view.columns().size() + " != "
                            + again.columns().size());
        }
        Comparator<ViewColumn> byName = Comparator.comparing(ViewColumn::name);
        List<ViewColumn> before = view.columns().stream().sorted(byName).toList();
        List<ViewColumn> after = again.columns().stream().sorted(byName).toList();
        for (int i = 0; i < before.size(); i++) {
            if (!isSame(before.get(i), after.get(i))) {
                throw Refusal.analysis(
                        at,
                        "column schema not compatible: (" + text(before.get(i)) + ") and (" + text(after.get(i)) + ")");
            }
        }
    }

    /** Since 4.0 what is inside of the type may differ. */
    private boolean isSame(ViewColumn before, ViewColumn after) {
        Type one = before.type();
        Type other = after.type();
        if (one == null || other == null) {
            return before.is(after.name());
        }
        boolean strict = !server.profile().atLeast(Version.V4_0);
        boolean types = strict
                ? one.equals(other) && before.nullable() == after.nullable()
                : PrimitiveType.of(one) == PrimitiveType.of(other);
        return before.is(after.name()) && types;
    }

    private static String text(ViewColumn column) {
        String type = column.type() == null ? "" : TypeText.shown(column.type());
        return "`" + column.name() + "` " + type + (column.nullable() ? " NULL" : " NOT NULL") + " COMMENT \""
                + column.comment() + "\"";
    }
}
