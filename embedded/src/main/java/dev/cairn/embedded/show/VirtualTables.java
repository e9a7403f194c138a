package dev.cairn.embedded.show;

import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.rows.SystemTables;
import dev.cairn.sql.access.SecuredKind;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The tables of the databases that only show the state of the server, as a session sees them. */
public record VirtualTables(SessionSnapshot snapshot) implements SystemTables {
    @Override
    public Optional<Listing> table(String database, String name) {
        Optional<Listing> table = snapshot.listings().find(database + "." + name);
        table.ifPresent(listing -> {
            if (database.equals(SystemDatabases.INFORMATION_SCHEMA)) {
                new InformationSchema(snapshot).fill(name, listing);
            } else {
                new SysTables(snapshot).fill(name, listing);
            }
        });
        return table;
    }

    /** Returns the names of the tables of a database that the session may see, in alphabetical order. */
    Stream<String> names(String database) {
        String prefix = database.toLowerCase(Locale.ROOT) + ".";
        return Listings.names(prefix)
                .map(name -> name.substring(prefix.length()))
                .filter(name -> snapshot.access().isRoot()
                        || snapshot.access().maySee(new SecuredObject(SecuredKind.TABLE, database, name)));
    }
}
