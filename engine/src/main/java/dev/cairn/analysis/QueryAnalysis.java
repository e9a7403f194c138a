package dev.cairn.analysis;

import dev.cairn.analysis.Field.Cell;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.sql.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query gives and what it needs, found by the server's rules.
 *
 * <pre>{@code
 * Sources sources = new CatalogSources(catalog);
 * AnalysedQuery found = new QueryAnalysis(profile, sources, "shop")
 *         .of(Sql.parseQuery("SELECT day, sum(price) FROM orders GROUP BY day"));
 * found.columns(); // day DATE, sum(price) DECIMAL(38,2)
 * }</pre>
 */
public final class QueryAnalysis {
    private final ServerProfile profile;
    private final Sources sources;
    private final @Nullable String database;

    /** The database is the one in use; null for none. */
    public QueryAnalysis(ServerProfile profile, Sources sources, @Nullable String database) {
        this.profile = profile;
        this.sources = sources;
        this.database = database;
    }

    /**
     * The query's columns and dependencies.
     *
     * @throws Refusal with the server's error
     */
    public AnalysedQuery of(Query query) {
        Uses uses = new Uses();
        QueryResolution resolution = new QueryResolution(profile, sources, database, uses, true);
        Fields fields = resolution.query(query, Surroundings.NONE, true);
        List<OutputColumn> columns = new ArrayList<>(fields.size());
        for (Field field : fields.all()) {
            if (!field.isWildcard()) {
                columns.add(column(field));
            }
        }
        return new AnalysedQuery(columns, !fields.open(), uses.dependencies());
    }

    private static OutputColumn column(Field field) {
        List<Origin> origins = new ArrayList<>(field.origins().size());
        for (Cell cell : field.origins()) {
            origins.add(cell.use().origin(cell.column()));
        }
        return new OutputColumn(field.name(), field.typed(), field.nullableExpression(), origins);
    }
}
