package dev.cairn.internal.migrate.script;

import dev.cairn.internal.run.preparation.MigratorSettings;

/**
 * The options of a run of a script.
 *
 * @param settings the settings that scripts share with migrators; consent and placeholders have no effect
 * @param answer the user's answer about a step that was begun and did not end
 * @param answeredStepNumber the number of the step that the answer is about; 0 for the only one that did not end
 * @param allowsRerun whether to run a script again that has already run to its end
 * @param abandonsProgress whether to discard the state of any script that stopped before its end
 */
public record ScriptOptions(
        MigratorSettings settings,
        StepAnswer answer,
        int answeredStepNumber,
        boolean allowsRerun,
        boolean abandonsProgress) {
    /** Creates options with an answer about the only step that did not end. */
    public ScriptOptions(MigratorSettings settings, StepAnswer answer, boolean allowsRerun, boolean abandonsProgress) {
        this(settings, answer, 0, allowsRerun, abandonsProgress);
    }

    /** The user's answer about a step that may have run: nothing shows whether it did. */
    public enum StepAnswer {
        /** The user has not answered. */
        NONE,
        /** The step ran to completion. */
        DONE,
        /** The step did not run, or may run again. */
        AGAIN
    }
}
