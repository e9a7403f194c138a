package dev.cairn.corpus;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import java.util.List;

/**
 * An object when a real server was asked to show it.
 *
 * @param id of the script, and the number of the step
 * @param catalog what the engine made of all that was accepted before
 * @param text as the server printed it
 */
public record Held(String id, Catalog catalog, ObjectName name, String text) {
    /** All that a script shows, in its order. */
    public static List<Held> of(Recording recording, Script script) {
        return Replay.held(recording, script);
    }
}
