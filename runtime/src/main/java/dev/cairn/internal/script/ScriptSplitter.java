package dev.cairn.internal.script;

import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.preparation.StepFootprint;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Divides the entries of a script into sections, wherever a statement requires that a job has ended. */
final class ScriptSplitter {
    private final String databaseName;
    private final List<RenderedScript.ScriptEntry> entries;
    private final boolean switchesDatabase;
    private final List<RenderedScript.ScriptSection> sections = new ArrayList<>();
    private final List<RenderedScript.ScriptEntry> currentEntries = new ArrayList<>();
    private final Map<JobWait, StepFootprint> footprintByPendingWait = new LinkedHashMap<>();
    private List<JobWait> currentWaits = List.of();

    private ScriptSplitter(String databaseName, List<RenderedScript.ScriptEntry> entries) {
        this.databaseName = databaseName;
        this.entries = entries;
        this.switchesDatabase = entries.stream().anyMatch(entry -> entry.statement() instanceof Statement.Use);
    }

    /**
     * Returns the sections of a script.
     *
     * @param databaseName the database in which the script begins
     */
    static List<RenderedScript.ScriptSection> split(String databaseName, List<RenderedScript.ScriptEntry> entries) {
        return new ScriptSplitter(databaseName, entries).splitEntries();
    }

    private List<RenderedScript.ScriptSection> splitEntries() {
        Set<JobWait> explicitRefreshWaits = new HashSet<>();
        for (RenderedScript.ScriptEntry entry : entries) {
            StepFootprint footprint = entry.footprint();
            List<JobWait> neededWaits = new ArrayList<>();
            footprintByPendingWait.forEach((wait, earlierFootprint) -> {
                boolean isNeeded = wait.kind() != JobWait.Kind.REFRESH || !mayPrecedeRefresh(entry);
                if (isNeeded && footprint.conflictsWith(earlierFootprint)) {
                    neededWaits.add(wait);
                }
            });
            beginSectionIfNeeded(neededWaits);
            currentEntries.add(entry);
            findWaitForStartedJob(entry).ifPresent(wait -> {
                footprintByPendingWait.put(wait, footprint);
                if (entry.statement() instanceof ViewStatement.RefreshMaterializedView) {
                    explicitRefreshWaits.add(wait);
                }
            });
        }
        // A refresh that only CREATE has started need not succeed, so the script does not wait for it at its end.
        beginSectionIfNeeded(footprintByPendingWait.keySet().stream()
                .filter(wait -> wait.kind() != JobWait.Kind.REFRESH || explicitRefreshWaits.contains(wait))
                .toList());
        sections.add(new RenderedScript.ScriptSection(currentWaits, currentEntries));
        return sections;
    }

    /** Ends the current section, and begins one after the waits; does nothing if no wait is needed. */
    private void beginSectionIfNeeded(List<JobWait> neededWaits) {
        if (!neededWaits.isEmpty()) {
            sections.add(new RenderedScript.ScriptSection(currentWaits, currentEntries));
            currentEntries.clear();
            currentWaits = neededWaits;
            neededWaits.forEach(footprintByPendingWait::remove);
        }
    }

    /**
     * Returns whether an entry need not wait for a refresh. A view, for example, can be created over a materialized
     * view whose refresh is not complete.
     */
    private static boolean mayPrecedeRefresh(RenderedScript.ScriptEntry entry) {
        Statement statement = entry.statement();
        return statement instanceof ViewStatement.CreateView
                || statement instanceof ViewStatement.CreateMaterializedView
                || entry.step() instanceof RunStep.GrantStep;
    }

    /** Returns the wait for the job that the statement of an entry starts; empty if it starts none that is known. */
    private Optional<JobWait> findWaitForStartedJob(RenderedScript.ScriptEntry entry) {
        if (!(entry.step() instanceof StatementStep statementStep)
                || statementStep.simulatedStep().object() == null) {
            return Optional.empty();
        }
        boolean isInScriptDatabase =
                statementStep.simulatedStep().object().database().equals(databaseName);
        return JobWait.find(statementStep.simulatedStep(), !switchesDatabase && isInScriptDatabase);
    }
}
