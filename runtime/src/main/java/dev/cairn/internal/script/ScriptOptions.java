package dev.cairn.internal.script;

import dev.cairn.internal.run.MigratorSettings;

/**
 * How a script is run.
 *
 * @param settings the settings that scripts share with migrators; consent and placeholders have no effect
 * @param answer what became of the step that was begun and not ended
 * @param rerun whether a script that has run to its end runs once more
 * @param abandon whether a script that stopped half way is forgotten, whatever it was
 */
public record ScriptOptions(MigratorSettings settings, Answer answer, boolean rerun, boolean abandon) {
    /** What somebody says of a step of which nothing tells whether it ran. */
    public enum Answer {
        NONE,
        DONE,
        AGAIN
    }
}
