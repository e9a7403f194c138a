package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.profile.ServerProfile;
import java.util.List;

/**
 * The definitions of one source.
 *
 * @param profile the server's rules under which the source was read
 * @param database the database whose objects are named without a qualifier
 * @param catalog the objects that were fully understood
 * @param unknown the definitions that were not understood
 * @param irrelevant descriptions of the statements that define no table and no view, one line for each kind
 */
public record SourceDefinitions(
        ServerProfile profile,
        String database,
        Catalog catalog,
        List<UnknownDefinition> unknown,
        List<String> irrelevant) {
    public SourceDefinitions {
        unknown = List.copyOf(unknown);
        irrelevant = List.copyOf(irrelevant);
    }

    SourceDefinitions with(Catalog other) {
        return new SourceDefinitions(profile, database, other, unknown, irrelevant);
    }
}
