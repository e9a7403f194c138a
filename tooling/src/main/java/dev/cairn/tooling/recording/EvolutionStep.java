package dev.cairn.tooling.recording;

import java.util.List;

/**
 * One of the steps that change a schema while instances of two releases of the application run side by side.
 *
 * @param file the migration of the step
 * @param instructions what to change in the sources, and when to take the next step; each on a line
 */
public record EvolutionStep(Phase phase, RecordedFile file, List<String> instructions) {
    /** The steps, in their order. Each of them is a release of its own. */
    public enum Phase {
        /** The new form is added beside the old one, and the application writes both. */
        EXPAND,
        /** The rows that only the old form has are filled, and the application reads the new one. */
        MIGRATE,
        /** The old form is dropped. */
        CONTRACT
    }

    public EvolutionStep {
        instructions = List.copyOf(instructions);
    }
}
