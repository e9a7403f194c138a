package dev.cairn.embedded.look;

import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.sql.ast.Statement.Show;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** SHOW VARIABLES. */
final class ServerShows {
    private final SessionSnapshot sight;

    ServerShows(SessionSnapshot sight) {
        this.sight = sight;
    }

    ResultBuilder variables(Show show, Predicate<String> like) {
        ResultBuilder listing = new ResultBuilder()
                .column("Variable_name", ResultColumnType.varchar(20))
                .column("Value", ResultColumnType.varchar(20));
        for (List<@Nullable String> row : sight.session().variables().shown(false)) {
            if (like.test(Objects.requireNonNull(row.get(0)))) {
                listing.row(row.get(0), row.get(1));
            }
        }
        return listing;
    }
}
