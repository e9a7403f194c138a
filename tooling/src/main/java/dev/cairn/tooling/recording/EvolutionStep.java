package dev.cairn.tooling.recording;

import java.util.List;

/**
 * One of the steps that change a schema while instances of two releases of the application run side by side.
 *
 * @param file the file with the migration of the phase
 * @param instructions what the developer does before the next phase: a title, and then one instruction on each line
 */
public record EvolutionStep(Phase phase, RecordedFile file, List<String> instructions) {
    /** The phases, in their order. Each phase is a separate release. */
    public enum Phase {
        /** The new form is added next to the old form, and the application writes both. */
        EXPAND(1),
        /** The values that only the old form has are copied, and the application reads the new form. */
        MIGRATE(2),
        /** The old form is dropped. */
        CONTRACT(3);

        private final int number;

        Phase(int number) {
            this.number = number;
        }

        /** Returns the number of the phase, from 1. */
        int number() {
            return number;
        }
    }

    public EvolutionStep {
        instructions = List.copyOf(instructions);
    }
}
