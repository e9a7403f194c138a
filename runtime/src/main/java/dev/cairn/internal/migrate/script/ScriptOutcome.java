package dev.cairn.internal.migrate.script;

/**
 * The result of running a script.
 *
 * @param stepCount the number of steps of the script
 * @param completedStepCount the number of steps that this run sent or found to be done; 0 if all had run before
 * @param isResumed whether this run resumed an earlier one
 */
public record ScriptOutcome(int stepCount, int completedStepCount, boolean isResumed) {}
