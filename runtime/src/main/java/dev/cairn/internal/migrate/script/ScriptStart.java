package dev.cairn.internal.migrate.script;

import dev.cairn.catalog.Catalog;
import java.util.Set;

/**
 * The state from which a script runs or resumes, as the server shows it.
 *
 * @param catalog the objects before the first step that is simulated
 * @param executedStepNumbers the interrupted steps that have run
 * @param appliedStepNumbers the steps whose changes the catalog contains, or that can't be applied to it; they are not
 *     simulated
 */
record ScriptStart(Catalog catalog, Set<Integer> executedStepNumbers, Set<Integer> appliedStepNumbers) {}
