package dev.cairn.analysis;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.resolution.InlineValues;
import dev.cairn.analysis.resolution.QueryResolution;
import dev.cairn.analysis.resolution.Surroundings;
import dev.cairn.analysis.source.AnalysedQuery;
import dev.cairn.analysis.source.Field;
import dev.cairn.analysis.source.Field.Cell;
import dev.cairn.analysis.source.Fields;
import dev.cairn.analysis.source.Origin;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.Sources;
import dev.cairn.analysis.source.Uses;
import dev.cairn.analysis.type.Typed;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
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

    /**
     * What the values of {@code VALUES (1, now()), (2, DEFAULT)} are; null stands for the word DEFAULT. They see no column.
     *
     * @throws Refusal with the server's error
     */
    public List<List<Typed>> values(List<List<@Nullable Expression>> rows, Span at) {
        QueryResolution resolution = new QueryResolution(profile, sources, database, new Uses(), true);
        ExpressionTyping typing = resolution.typing(resolution.scope(Fields.NONE, null), null);
        List<List<Typed>> typed = new ArrayList<>(rows.size());
        List<Typed> common = List.of();
        for (List<@Nullable Expression> row : rows) {
            List<Typed> types = new ArrayList<>(row.size());
            for (Expression value : row) {
                types.add(value == null ? Typed.UNKNOWN : typing.of(value));
            }
            if (typed.isEmpty()) {
                common = types;
            } else if (types.size() != common.size()) {
                throw Refusal.analysis(at, "Values have unequal number of columns");
            } else {
                common = InlineValues.joined(common, types, row);
            }
            typed.add(types);
        }
        return typed;
    }

    private static OutputColumn column(Field field) {
        List<Origin> origins = new ArrayList<>(field.origins().size());
        for (Cell cell : field.origins()) {
            origins.add(cell.use().origin(cell.column()));
        }
        return new OutputColumn(field.name(), field.typed(), field.nullableExpression(), origins);
    }
}
