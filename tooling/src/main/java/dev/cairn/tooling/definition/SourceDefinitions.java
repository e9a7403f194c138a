package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.profile.ServerProfile;
import java.util.List;

/**
 * All that a source defines.
 *
 * @param profile the rules under which it was read
 * @param database the one whose objects are named without it
 * @param catalog what was understood, and nothing that was understood in part
 * @param unknown what was not understood
 * @param irrelevant statements that define no table and no view, in words, one line for each kind
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
