package dev.cairn.data;

import java.util.List;

/**
 * How a load went.
 *
 * @param label by which the server knows it
 * @param loaded how many rows were written; of a load that was there before, 0, and of one whose answer was lost, as many as
 *     were sent
 * @param refused how many rows were wrong, and left out: none, unless that was tolerated
 * @param problems the first of the wrong rows, each with what is wrong, in the server's words
 */
public record LoadOutcome(String label, State state, long loaded, long refused, List<String> problems) {
    public LoadOutcome {
        problems = List.copyOf(problems);
    }

    /** What became of the rows. */
    public enum State {
        /** They are there. */
        LOADED,
        /** A load with this label has brought its rows before; these were not sent. */
        LOADED_BEFORE
    }
}
