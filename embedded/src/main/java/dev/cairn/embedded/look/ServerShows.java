package dev.cairn.embedded.look;

import dev.cairn.embedded.protocol.ColumnType;
import dev.cairn.sql.ast.Statement.Show;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** SHOW VARIABLES. */
final class ServerShows {
    private final Sight sight;

    ServerShows(Sight sight) {
        this.sight = sight;
    }

    Listing variables(Show show, Predicate<String> like) {
        Listing listing =
                new Listing().column("Variable_name", ColumnType.varchar(20)).column("Value", ColumnType.varchar(20));
        for (List<@Nullable String> row : sight.session().variables().shown(false)) {
            if (like.test(Objects.requireNonNull(row.get(0)))) {
                listing.row(row.get(0), row.get(1));
            }
        }
        return listing;
    }
}
