package dev.cairn.engine.query;

import dev.cairn.analysis.CatalogSources;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.AnalysedQuery;
import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.context.ServerState;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query that a view, a materialized view or a new table is made of: what it gives, and what it needs. */
public final class DefiningQuery {
    private final QueryText text;
    private final @Nullable String database;
    private final AnalysedQuery found;

    private DefiningQuery(QueryText text, @Nullable String database, AnalysedQuery found) {
        this.text = text;
        this.database = database;
        this.found = found;
    }

    public static DefiningQuery of(ServerState server, QueryText text) {
        return of(server, text, server.session().database(), new CatalogSources(server.profile(), server.catalog()));
    }

    public static DefiningQuery of(
            ServerState server, QueryText text, @Nullable String database, QuerySources sources) {
        AnalysedQuery found = new QueryAnalysis(server.profile(), sources, database).of(text.query());
        return new DefiningQuery(text, database, found);
    }

    public QueryText text() {
        return text;
    }

    public List<OutputColumn> columns() {
        return found.columns();
    }

    /** Whether more columns may come out of it than are known. */
    public boolean open() {
        return !found.complete();
    }

    public List<Dependency> dependencies() {
        return found.dependencies();
    }

    public boolean readsTemporaryTable() {
        return found.dependencies().stream()
                .anyMatch(dependency -> dependency.source().kind() == Source.Kind.TEMPORARY_TABLE);
    }

    /**
     * Refuses a column that has the text of its expression for a name, if a backquote is in it: the server writes the name
     * between backquotes as it is, and can't read the view again.
     */
    public void requireReadableNames() {
        for (OutputColumn column : found.columns()) {
            if (column.name().indexOf('`') >= 0) {
                throw Refusal.execution(
                        text.span(),
                        "failed to check inline view def: " + column.name()
                                + " has no name and can't be one, for there is a backquote in it; give it a name with"
                                + " AS");
            }
        }
    }

    public ViewDefinition definition() {
        List<BaseRelation> bases = new ArrayList<>(found.dependencies().size());
        for (Dependency dependency : found.dependencies()) {
            Source source = dependency.source();
            if (source.catalog() != null) {
                continue; // what is elsewhere is never changed here
            }
            List<String> columns =
                    dependency.columns().stream().map(Source.Column::name).toList();
            bases.add(new BaseRelation(source.database(), source.name(), dependency.direct(), columns));
        }
        return new ViewDefinition(text, database, bases);
    }
}
