package dev.cairn.corpus;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import java.util.List;

/**
 * The definition of an object that a real server printed.
 *
 * @param id the id of the script, and the number of the step
 * @param catalog the catalog to which the engine applied all statements that were accepted before
 */
public record RecordedDefinition(String id, Catalog catalog, ObjectName name, String text) {
    /** Returns all definitions of a script, in its order. */
    public static List<RecordedDefinition> readAll(Recording recording, Script script) {
        return Replay.collectDefinitions(recording, script);
    }
}
