package dev.cairn.embedded.show;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.RoutineLoad;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists the Routine Loads of the tables that the user may see. A server cancels those of dropped tables. */
record RoutineLoadListings(SessionSnapshot snapshot) {
    /** {@code SHOW ROUTINE LOAD [FROM database | FOR [database.]name]}. */
    Listing listAll(TokenReader tokens) {
        Listing listing = snapshot.listings().of("SHOW ROUTINE LOAD");
        if (tokens.take("FOR")) {
            LoadName name = readName(tokens);
            visibleLoads(name.database()).stream()
                    .filter(load -> load.name().name().equals(name.name()))
                    .forEach(load -> addLoad(listing, load));
            return listing;
        }
        String database = tokens.take("FROM")
                ? tokens.readNameOrText()
                : snapshot.session().database();
        tokens.expectEnd();
        visibleLoads(database).forEach(load -> addLoad(listing, load));
        return listing;
    }

    /** {@code SHOW CREATE ROUTINE LOAD [database.]name}. */
    Listing listStatement(TokenReader tokens) {
        LoadName name = readName(tokens);
        Listing listing = snapshot.listings().of("SHOW CREATE ROUTINE LOAD");
        visibleLoads(name.database()).stream()
                .filter(load -> load.name().name().equals(name.name()))
                .forEach(load -> listing.addRow(
                        load.name().name(),
                        "CREATE ROUTINE LOAD " + load.name().database() + "."
                                + load.name().name() + " on " + table(load) + "\n"
                                + load.definition().clauses() + ";"));
        return listing;
    }

    private record LoadName(@Nullable String database, String name) {}

    private LoadName readName(TokenReader tokens) {
        String first = tokens.readName();
        LoadName name = tokens.take(".")
                ? new LoadName(first, tokens.readName())
                : new LoadName(snapshot.session().database(), first);
        tokens.expectEnd();
        return name;
    }

    private void addLoad(Listing listing, RoutineLoad load) {
        listing.addRow(
                load.id(),
                load.name().name(),
                SessionSnapshot.formatTime(load.created()),
                load.name().database(),
                table(load),
                load.state().name(),
                load.definition().progress());
    }

    private List<RoutineLoad> visibleLoads(@Nullable String name) {
        if (name == null) {
            throw Refusal.analysis(Span.NONE, ServerError.NO_DATABASE_CHOSEN);
        }
        Database database = snapshot.requireDatabase(name);
        return snapshot.state().routineLoads().of(name).stream()
                .filter(load -> DatabaseObject.of(database, table(load))
                        .filter(table -> snapshot.maySee(name, table))
                        .isPresent())
                .toList();
    }

    /** Returns the present name of the table; an empty text if it was dropped. */
    private String table(RoutineLoad load) {
        Optional<StatementObject> named = snapshot.state().identities().findName(load.tableId());
        return named.map(StatementObject::name).orElse("");
    }
}
