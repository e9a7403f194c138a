package dev.cairn.data;

import java.util.List;

/**
 * The outcome of a successful load.
 *
 * @param label the label that identifies the load on the server
 * @param state whether this load or an earlier one with the same label wrote the rows
 * @param loaded the number of rows written: 0 for {@link State#LOADED_BEFORE}; the number of rows sent if the server's
 *     answer was lost
 * @param refused the number of invalid rows that were filtered out; 0 unless {@link StreamLoad#tolerating} allows such
 *     rows
 * @param problems the server's error messages for the first invalid rows, or one line that states why they could not be
 *     read
 */
public record LoadOutcome(String label, State state, long loaded, long refused, List<String> problems) {
    public LoadOutcome {
        problems = List.copyOf(problems);
    }

    /** The state of the rows after the load. */
    public enum State {
        /** This load wrote the rows. */
        LOADED,
        /** An earlier load with the same label had succeeded; the rows of this load were not loaded. */
        LOADED_BEFORE
    }
}
