package dev.cairn.internal.script;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.AlterStatementPair;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step;
import dev.cairn.refusal.Refusal;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Merges ALTER TABLE statements of the same table over a range of migrations, which reduces the number of jobs. A
 * statement moves up to an earlier one of its table if no statement in between has a conflicting footprint.
 */
final class AlterMerger {
    private final Engine engine;

    AlterMerger(Engine engine) {
        this.engine = engine;
    }

    /** Returns the steps of the migrations with merged statements, or unmerged if merging would change the result. */
    List<RenderedScript.ScriptEntry> mergeAll(List<PreparedMigration> migrations) {
        List<RenderedScript.ScriptEntry> entries = createEntries(migrations);
        List<RenderedScript.ScriptEntry> mergedEntries = new ArrayList<>();
        entries.forEach(entry -> mergeInto(entry, mergedEntries));
        return hasSameResult(migrations, mergedEntries) ? mergedEntries : entries;
    }

    private static List<RenderedScript.ScriptEntry> createEntries(List<PreparedMigration> migrations) {
        List<RenderedScript.ScriptEntry> entries = new ArrayList<>();
        for (PreparedMigration preparedMigration : migrations) {
            for (RunStep step : preparedMigration.steps()) {
                entries.add(new RenderedScript.ScriptEntry(
                        List.of(preparedMigration.migration()),
                        preparedMigration.direction(),
                        preparedMigration.migration().session(),
                        step));
            }
        }
        return entries;
    }

    /** Merges an entry into an earlier one of the list, or adds it at the end of the list. */
    private void mergeInto(RenderedScript.ScriptEntry entry, List<RenderedScript.ScriptEntry> mergedEntries) {
        for (int i = mergedEntries.size() - 1; i >= 0; i--) {
            Optional<RenderedScript.ScriptEntry> mergedEntry = merge(mergedEntries.get(i), entry);
            if (mergedEntry.isPresent()) {
                mergedEntries.set(i, mergedEntry.get());
                return;
            }
            if (entry.footprint().conflictsWith(mergedEntries.get(i).footprint())) {
                break;
            }
        }
        mergedEntries.add(entry);
    }

    /** Returns the entry for both statements; empty if one statement can't have the effect of both. */
    private Optional<RenderedScript.ScriptEntry> merge(
            RenderedScript.ScriptEntry earlierEntry, RenderedScript.ScriptEntry laterEntry) {
        if (!(earlierEntry.step() instanceof StatementStep earlierStep)
                || !(laterEntry.step() instanceof StatementStep laterStep)
                || !earlierEntry.settings().equals(laterEntry.settings())
                || !Objects.equals(
                        earlierStep.session().databaseName(),
                        laterStep.session().databaseName())) {
            return Optional.empty();
        }
        Optional<Step> mergedStep = new AlterStatementPair(
                        earlierStep.simulatedStep().action(),
                        laterStep.simulatedStep().action())
                .merge(engine, earlierStep.session(), earlierStep.catalogBefore(), laterStep.catalogAfter());
        return mergedStep.map(step -> new RenderedScript.ScriptEntry(
                union(earlierEntry.migrations(), laterEntry.migrations()),
                earlierEntry.direction(),
                earlierEntry.settings(),
                earlierStep.withStatement(step, laterStep.catalogAfter())));
    }

    private static List<RecordedMigration> union(
            List<RecordedMigration> firstMigrations, List<RecordedMigration> secondMigrations) {
        Set<RecordedMigration> allMigrations = new LinkedHashSet<>(firstMigrations);
        allMigrations.addAll(secondMigrations);
        return List.copyOf(allMigrations);
    }

    /**
     * Returns whether the entries lead to the result of the migrations, by simulating their statements in the new
     * order.
     */
    private boolean hasSameResult(List<PreparedMigration> migrations, List<RenderedScript.ScriptEntry> entries) {
        List<StatementStep> statementSteps = RunStep.selectStatements(
                        entries.stream().map(RenderedScript.ScriptEntry::step).toList())
                .toList();
        if (statementSteps.isEmpty()) {
            return true;
        }
        Simulation simulation = new Simulation(
                engine, statementSteps.get(0).session(), migrations.get(0).catalogBefore());
        try {
            statementSteps.forEach(statementStep ->
                    simulation.apply(statementStep.simulatedStep().action()));
        } catch (Refusal ignored) {
            return false;
        }
        return renderAllCreateStatements(simulation.catalog())
                .equals(renderAllCreateStatements(
                        migrations.get(migrations.size() - 1).catalogAfter()));
    }

    private Map<String, String> renderAllCreateStatements(Catalog catalog) {
        return SchemaObject.collectNames(catalog).stream()
                .collect(Collectors.toMap(
                        Object::toString,
                        name -> SchemaObject.find(catalog, name)
                                .map(object -> object.renderShowCreate(engine.profile()))
                                .orElse(""),
                        (firstText, secondText) -> firstText,
                        TreeMap::new));
    }
}
