package dev.cairn.embedded.look;

import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.Evaluator;
import dev.cairn.embedded.query.LikePattern;
import dev.cairn.embedded.query.SystemQueries;
import dev.cairn.sql.ast.Statement.Filter;
import dev.cairn.sql.ast.Statement.Show;
import java.util.function.Predicate;

/** Answers SHOW and DESC. */
public final class ShowStatements {
    private final SessionSnapshot sight;
    private final Evaluator evaluator;

    public ShowStatements(SessionSnapshot sight, Evaluator evaluator) {
        this.sight = sight;
        this.evaluator = evaluator;
    }

    public Answer answer(Show show) {
        return filtered(listing(show), show.filter());
    }

    private Answer filtered(ResultBuilder listing, Filter filter) {
        if (filter.where() == null && filter.orderBy().isEmpty() && filter.limit() == null) {
            return listing.answer();
        }
        return SystemQueries.chosen(listing.relation(), filter, evaluator);
    }

    private ResultBuilder listing(Show show) {
        return switch (show.what()) {
            case DATABASES -> new DatabaseShows(sight).databases(like(show, true));
            case TABLES -> new DatabaseShows(sight).tables(show, like(show, true));
            case TABLE_STATUS -> new DatabaseShows(sight).status(show, like(show, true));
            case CREATE_DATABASE -> new DatabaseShows(sight).create(show);
            case CREATE_TABLE, CREATE_VIEW, CREATE_MATERIALIZED_VIEW -> new CreateShows(sight).create(show);
            case COLUMNS -> new ColumnShows(sight).columns(show, like(show, true));
            case DESCRIBE -> new ColumnShows(sight).describe(show);
            case INDEX -> new TableShows(sight).indexes(show);
            case PARTITIONS -> new TableShows(sight).partitions(show);
            case ALTER_COLUMN -> new JobShows(sight).columns(show);
            case ALTER_ROLLUP, ALTER_MATERIALIZED_VIEW -> new JobShows(sight).rollups(show);
            case ALTER_OPTIMIZE -> new JobShows(sight).optimizations(show);
            case MATERIALIZED_VIEWS ->
                new MaterializedViewListing(sight).show(sight.databaseName(show.database()), like(show, true));
            case VARIABLES -> new ServerShows(sight).variables(show, like(show, false));
        };
    }

    private static Predicate<String> like(Show show, boolean caseSensitive) {
        String like = show.filter().like();
        return like == null ? name -> true : LikePattern.of(like, caseSensitive)::matches;
    }
}
