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

/** The analysed query of a view, a materialized view or a new table: its columns and its dependencies. */
public final class DefiningQuery {
    private final QueryText text;
    private final @Nullable String database;
    private final AnalysedQuery analysed;

    private DefiningQuery(QueryText text, @Nullable String database, AnalysedQuery analysed) {
        this.text = text;
        this.database = database;
        this.analysed = analysed;
    }

    public static DefiningQuery of(ServerState server, QueryText text) {
        return of(server, text, server.session().database(), new CatalogSources(server.profile(), server.catalog()));
    }

    public static DefiningQuery of(
            ServerState server, QueryText text, @Nullable String database, QuerySources sources) {
        AnalysedQuery analysed = new QueryAnalysis(server.profile(), sources, database).of(text.query());
        return new DefiningQuery(text, database, analysed);
    }

    public QueryText text() {
        return text;
    }

    public List<OutputColumn> columns() {
        return analysed.columns();
    }

    /** Whether the query may return more columns than are known. */
    public boolean open() {
        return !analysed.complete();
    }

    public List<Dependency> dependencies() {
        return analysed.dependencies();
    }

    public boolean readsTemporaryTable() {
        return analysed.dependencies().stream()
                .anyMatch(dependency -> dependency.source().kind() == Source.Kind.TEMPORARY_TABLE);
    }

    /**
     * Refuses an unnamed expression whose text contains a backquote. The server uses the text as the column's name,
     * writes it between backquotes without escaping, and cannot parse the view any more.
     */
    public void requireReadableNames() {
        for (OutputColumn column : analysed.columns()) {
            if (column.name().indexOf('`') >= 0) {
                throw Refusal.execution(text.span(), ViewRule.COLUMN_WITHOUT_NAME, column.name());
            }
        }
    }

    public ViewDefinition definition() {
        List<BaseRelation> bases = new ArrayList<>(analysed.dependencies().size());
        for (Dependency dependency : analysed.dependencies()) {
            Source source = dependency.source();
            if (source.catalog() != null) {
                continue; // objects of other catalogs never change here
            }
            List<String> columns =
                    dependency.columns().stream().map(Source.Column::name).toList();
            bases.add(new BaseRelation(source.database(), source.name(), dependency.direct(), columns));
        }
        return new ViewDefinition(text, database, bases);
    }
}
