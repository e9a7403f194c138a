package dev.cairn.embedded.show;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.catalog.SystemTable;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.rows.table.SystemTableReader;
import dev.cairn.profile.ServerProfile;
import java.util.List;

/** The tables of the databases that only show the state of the server, as a session sees them. */
public record VirtualTables(SessionSnapshot snapshot) implements SystemTableReader {
    /** Returns the databases of the system, with all tables of a server with this profile. */
    public static List<Database> createDatabases(ServerProfile profile) {
        return SystemDatabases.VIRTUAL_NAMES.stream()
                .map(name -> Database.ofSystem(name, createTables(profile, name + ".")))
                .toList();
    }

    private static List<SystemTable> createTables(ServerProfile profile, String prefix) {
        ListingFactory listingFactory = new ListingFactory(profile);
        return ListingFactory.namesStartingWith(prefix)
                .map(name -> listingFactory.createListing(name).toSystemTable(name.substring(prefix.length())))
                .toList();
    }

    @Override
    public Listing readTable(String database, String table) {
        Listing listing = snapshot.createListing(database + "." + table);
        if (database.equals(SystemDatabases.INFORMATION_SCHEMA)) {
            new InformationSchema(snapshot).fill(table, listing);
        } else {
            new SysTables(snapshot).fill(table, listing);
        }
        return listing;
    }
}
