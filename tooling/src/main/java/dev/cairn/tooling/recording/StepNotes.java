package dev.cairn.tooling.recording;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.View;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.plan.step.WriterPause;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.ast.ViewStatement.DropView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.tooling.lint.ReaderFailureFinder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The facts about the steps of a migration that a reviewer can't see in their statements: why a table is renamed, which
 * writers have to be stopped, and which views can't be read until a later step.
 */
final class StepNotes {
    private final List<Step> steps;
    private final Map<Integer, List<Marker.Note>> notesByStepIndex = new HashMap<>();
    private final List<String> consequences = new ArrayList<>();

    private StepNotes(List<Step> steps) {
        this.steps = steps;
    }

    /**
     * Finds what has to be noted about the steps of a migration.
     *
     * @param schema the schema on the target of the steps
     * @param catalogBefore the catalog before the first step
     */
    static StepNotes of(DeclaredSchema schema, Catalog catalogBefore, List<Step> steps) {
        StepNotes stepNotes = new StepNotes(steps);
        stepNotes.addPauseAndRenameNotes();
        stepNotes.addBrokenViewNotes(schema, catalogBefore);
        return stepNotes;
    }

    /** Returns the notes above a step, which may be none. */
    List<Marker.Note> findNotes(int stepIndex) {
        return notesByStepIndex.getOrDefault(stepIndex, List.of());
    }

    /**
     * Returns sentences about what the migration requires of the writers of the database, and what its readers notice,
     * while it runs.
     */
    List<String> consequences() {
        return List.copyOf(consequences);
    }

    /**
     * Adds a note above a step, and a consequence of the migration.
     *
     * @param text the note, which stands above the statement
     * @param summary the consequence without a full stop, for a place where the statement can't be seen
     */
    private void addConsequence(int stepIndex, String text, String summary) {
        addNote(stepIndex, text);
        consequences.add(Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + ".");
    }

    private void addNote(int stepIndex, String text) {
        notesByStepIndex.computeIfAbsent(stepIndex, key -> new ArrayList<>()).add(new Marker.Note(text));
    }

    private void addPauseAndRenameNotes() {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            Statement statement = step.action().statement();
            ObjectName objectName = step.object();
            if (objectName == null) {
                continue;
            }
            String tableName = TemporaryName.removePlannedSuffix(objectName.name());
            Optional<String> pauseDescription = WriterPause.describe(step);
            if (pauseDescription.isPresent()) {
                boolean createsTable = statement instanceof Statement.CreateTable;
                String suffix = createsTable
                        ? ", or run this with --rebuild-swap-mode fence or swap"
                        : ", whatever --rebuild-swap-mode is";
                String summary = createsTable
                        ? pauseDescription.get() + suffix
                        : "stop all writers of " + tableName
                                + " while its rows are copied, whatever --rebuild-swap-mode is";
                addConsequence(i, pauseDescription.get() + suffix, summary);
            } else if (renamesToRetiredName(statement)) {
                addNote(
                        i,
                        "the name changes before the DROP, so that a statement that arrives late finds no "
                                + tableName);
            }
        }
    }

    /** Returns whether a statement gives an object the name of a retired object, under which it is dropped later. */
    private static boolean renamesToRetiredName(@Nullable Statement statement) {
        if (statement instanceof Statement.AlterTable alter) {
            return alter.clauses().stream()
                    .anyMatch(clause -> clause instanceof AlterClause.RenameTable rename
                            && TemporaryName.isRetired(rename.newName().text()));
        }
        return statement instanceof AlterMaterializedView alter
                && alter.change() instanceof MaterializedViewChange.RenameView rename
                && TemporaryName.isRetired(rename.newName().text());
    }

    /**
     * Adds notes on the views that can be read before a step and after the last step, but not directly after the step.
     * Only a migration that creates views can have such notes.
     */
    private void addBrokenViewNotes(DeclaredSchema schema, Catalog catalogBefore) {
        boolean createsViews = steps.stream().anyMatch(step -> step.action().statement() instanceof CreateView);
        if (!createsViews || findViews(catalogBefore).isEmpty()) {
            return;
        }
        List<Catalog> catalogs = new ArrayList<>(List.of(catalogBefore));
        Simulation simulation = new Simulation(schema.engine(), schema.session(), catalogBefore);
        for (Step step : steps) {
            simulation.apply(step.action());
            catalogs.add(simulation.catalog());
        }
        SortedSet<ObjectName> finallyReadableViews = findReadableViews(simulation.profile(), simulation.catalog());
        for (int i = 0; i < steps.size(); i++) {
            if (mayBreakViews(steps.get(i).action().statement())) {
                SortedSet<ObjectName> brokenViews = findReadableViews(simulation.profile(), catalogs.get(i));
                brokenViews.removeAll(findReadableViews(simulation.profile(), catalogs.get(i + 1)));
                brokenViews.retainAll(finallyReadableViews);
                if (!brokenViews.isEmpty()) {
                    String sentenceStart = "queries of "
                            + brokenViews.stream().map(ObjectName::name).collect(Collectors.joining(", "))
                            + " fail until ";
                    String objectPhrase = (brokenViews.size() == 1 ? "it" : "them") + " again";
                    addConsequence(
                            i,
                            sentenceStart + "a statement below creates " + objectPhrase,
                            sentenceStart + "the migration creates " + objectPhrase);
                }
            }
        }
    }

    private static boolean mayBreakViews(@Nullable Statement statement) {
        return statement instanceof Statement.AlterTable
                || statement instanceof AlterMaterializedView
                || statement instanceof Statement.DropTable
                || statement instanceof DropView;
    }

    private static SortedSet<ObjectName> findReadableViews(ServerProfile profile, Catalog catalog) {
        SortedSet<ObjectName> readableViews = findViews(catalog);
        readableViews.removeAll(ReaderFailureFinder.findBrokenViews(profile, catalog));
        return readableViews;
    }

    private static SortedSet<ObjectName> findViews(Catalog catalog) {
        SortedSet<ObjectName> views = new TreeSet<>();
        for (Database database : catalog.databases().values()) {
            for (View view : database.views().values()) {
                if (!TemporaryName.isStaging(view.name())) {
                    views.add(new ObjectName(database.name(), view.name()));
                }
            }
        }
        return views;
    }
}
