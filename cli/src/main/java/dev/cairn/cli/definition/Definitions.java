package dev.cairn.cli.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ServerProfile;
import java.util.List;

/**
 * All that somebody has defined.
 *
 * @param profile the rules under which it was
 * @param database the one whose objects are named without it
 * @param problems what could not be understood, by name: it is not in the catalog
 */
public record Definitions(ServerProfile profile, String database, Catalog catalog, List<String> problems) {
    public Definitions {
        problems = List.copyOf(problems);
    }
}
