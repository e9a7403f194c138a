package dev.cairn.embedded.look;

import dev.cairn.embedded.state.Holding;
import dev.cairn.embedded.words.Words;

/** SHOW DATA of a database: there are no rows, so all tables are empty. */
final class DataShows {
    private static final String EMPTY = "0.000 B";

    private final Sight sight;

    DataShows(Sight sight) {
        this.sight = sight;
    }

    /** Behind DATA. */
    Listing listing(Words words) {
        String database = words.take("FROM") || words.take("IN") ? words.nameOrText() : sight.databaseName(null);
        words.expectEnd();
        Listing listing = Listing.of("TableName", "Size", "ReplicaCount");
        sight.existingDatabase(database)
                .ifPresent(found -> sight.visible(found).stream()
                        .filter(holding -> !(holding instanceof Holding.OfView))
                        .forEach(holding -> listing.row(holding.name(), EMPTY, 1)));
        return listing.row("Total", EMPTY, 0)
                .row("Quota", "8388608.000 TB", Long.MAX_VALUE)
                .row("Left", "8388608.000 TB", Long.MAX_VALUE);
    }
}
