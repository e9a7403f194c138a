package dev.cairn.internal.script;

import dev.cairn.engine.Engine;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.preparation.StepFootprint;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.RecordedMigration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Migrations as SQL, for users who run them with other tools than the migrator: one text with a marker at each place to
 * wait, or a file for each part between the markers.
 *
 * @param rangeDescription a description of the heads before and after the script
 * @param ledgerSql the statements for the ledger at the end; empty if the script is empty
 */
public record RenderedScript(
        String databaseName, String rangeDescription, List<ScriptSection> sections, String ledgerSql) {
    public RenderedScript {
        sections = List.copyOf(sections);
    }

    /**
     * A part of the script that runs without waiting.
     *
     * @param waits the jobs that must have ended before this part begins
     */
    public record ScriptSection(List<JobWait> waits, List<ScriptEntry> entries) {
        public ScriptSection {
            waits = List.copyOf(waits);
            entries = List.copyOf(entries);
        }
    }

    /**
     * Creates the script of some migrations, in their order.
     *
     * @param ledgerSql the statements for the ledger at the end
     */
    public static RenderedScript of(
            Engine engine,
            String databaseName,
            String rangeDescription,
            List<PreparedMigration> migrations,
            String ledgerSql) {
        List<ScriptEntry> entries = new AlterMerger(engine).mergeAll(migrations);
        return new RenderedScript(
                databaseName,
                rangeDescription,
                migrations.isEmpty() ? List.of() : ScriptSplitter.split(databaseName, entries),
                migrations.isEmpty() ? "" : ledgerSql);
    }

    /** Returns the number of places where a job must have ended before the script can continue. */
    public int countWaitPlaces() {
        return (int)
                sections.stream().filter(section -> !section.waits().isEmpty()).count();
    }

    /** Returns the whole script, with a marker at each place to wait; an empty string if there are no migrations. */
    public String renderText() {
        if (sections.isEmpty()) {
            return "";
        }
        ScriptWriter writer = new ScriptWriter(databaseName);
        writer.writeLine("-- Database " + databaseName + ", " + rangeDescription + ".");
        if (countWaitPlaces() > 0) {
            writer.writeLine("""
                --
                -- This script has %s where a job that an earlier statement started must have ended before the next statement
                -- can run. Such a place is marked by "-- wait: ...", with the statement that tells whether the job has ended.
                -- StarRocks has no statement that waits, so don't send the whole script with a plain client:
                --   cairn run-sql FILE           runs it, waits, and resumes where an interrupted run stopped
                --   cairn sql --split=DIR ...    writes a file for each part that a plain client can run at once""".formatted(countWaitPlaces() == 1 ? "1 place" : countWaitPlaces() + " places"));
        }
        writer.writeLine("");
        for (ScriptSection section : sections) {
            writer.writeSection(section);
        }
        writer.writeEpilogue(ledgerSql);
        return writer.toString();
    }

    /**
     * Returns the content of a file for each part, by the file name, in the order in which the parts must run; an empty
     * map if there are no migrations.
     */
    public Map<String, String> renderFiles() {
        Map<String, String> contentByFileName = new LinkedHashMap<>();
        for (int i = 0; i < sections.size(); i++) {
            ScriptSection section = sections.get(i);
            ScriptWriter writer = new ScriptWriter(databaseName);
            writer.writeLine("-- Database " + databaseName + ", " + rangeDescription + ": part " + (i + 1) + " of "
                    + sections.size() + ".");
            writer.writeLine(describePrecondition(i));
            writer.writeLastUse(sections.subList(0, i));
            writer.writeSection(section);
            writer.writeEpilogue(i == sections.size() - 1 ? ledgerSql : "");
            contentByFileName.put(String.format(Locale.ROOT, "%03d.sql", i + 1), writer.toString());
        }
        return contentByFileName;
    }

    /** Returns the comment that states when a client may run a part. */
    private String describePrecondition(int partIndex) {
        if (partIndex == 0) {
            return "-- Run the parts in the order of their numbers, each after the jobs in its first lines have ended.";
        }
        String precondition = "-- Run it when part " + partIndex + " is done";
        return sections.get(partIndex).waits().isEmpty()
                ? precondition + "."
                : precondition + ", and when these have ended:";
    }

    /**
     * One step of a script.
     *
     * @param migrations the migrations of the step: several if statements were merged
     * @param settings the settings of the session in which it runs
     */
    public record ScriptEntry(
            List<RecordedMigration> migrations, Direction direction, Map<String, String> settings, RunStep step) {
        public ScriptEntry {
            migrations = List.copyOf(migrations);
        }

        StepFootprint footprint() {
            return StepFootprint.of(step);
        }

        /** Returns the statement; null if the step is not a statement. */
        @Nullable
        Statement statement() {
            return step instanceof StatementStep statementStep
                    ? statementStep.simulatedStep().action().statement()
                    : null;
        }
    }
}
