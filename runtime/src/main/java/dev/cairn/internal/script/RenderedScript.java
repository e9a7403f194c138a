package dev.cairn.internal.script;

import dev.cairn.engine.Engine;
import dev.cairn.internal.run.preparation.Footprint;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.RecordedMigration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Migrations as SQL, for users who run them with other tools than the migrator.
 *
 * <pre>{@code
 * RenderedScript script = migrator.script(1, 3, "shop");
 * Files.writeString(Path.of("shop.sql"), script.text());            // with a mark at each place to wait
 * script.files().forEach((name, text) -> ...);                       // or a file for each stretch between the marks
 * }</pre>
 *
 * @param range describes the heads before and after the script
 * @param ledger the statements for the ledger at the end; empty if the script is empty
 */
public record RenderedScript(String database, String range, List<Part> parts, String ledger) {
    public RenderedScript {
        parts = List.copyOf(parts);
    }

    /**
     * A part of the script that runs without waiting.
     *
     * @param waits the jobs that must have ended before this part begins
     */
    public record Part(List<JobWait> waits, List<ScriptEntry> entries) {
        public Part {
            waits = List.copyOf(waits);
            entries = List.copyOf(entries);
        }
    }

    /**
     * Creates the script of some migrations, in their order.
     *
     * @param ledger the statements for the ledger at the end
     */
    public static RenderedScript of(
            Engine engine, String database, String range, List<PreparedMigration> migrations, String ledger) {
        List<ScriptEntry> entries = new AlterMerger(engine).of(migrations);
        return new RenderedScript(
                database,
                range,
                migrations.isEmpty() ? List.of() : new ScriptDivision(database, entries).parts(),
                migrations.isEmpty() ? "" : ledger);
    }

    /** Returns the number of places where a job must have ended. */
    public int waits() {
        return (int) parts.stream().filter(part -> !part.waits().isEmpty()).count();
    }

    /** Returns the whole script, with a mark at each place to wait; empty if there are no migrations. */
    public String text() {
        if (parts.isEmpty()) {
            return "";
        }
        ScriptWriter writing = new ScriptWriter(database);
        writing.line("-- Database " + database + ", " + range + ".");
        if (waits() > 0) {
            writing.text.append("""
                --
                -- This script has %s where a job that an earlier statement started must have ended before the next statement
                -- can run. Such a place is marked by "-- wait: ...", with the statement that tells whether the job has ended.
                -- StarRocks has no statement that waits, so don't send the whole script with a plain client:
                --   cairn run-sql FILE           runs it, waits, and resumes where an interrupted run stopped
                --   cairn sql --split=DIR ...    writes a file for each part that a plain client can run at once
                """.formatted(waits() == 1 ? "1 place" : waits() + " places"));
        }
        writing.text.append('\n');
        for (Part part : parts) {
            writing.add(part);
        }
        writing.end(ledger);
        return writing.text.toString();
    }

    /** Returns one file for each part, by name, in the order in which they must run. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            ScriptWriter writing = new ScriptWriter(database);
            writing.line("-- Database " + database + ", " + range + ": part " + (i + 1) + " of " + parts.size() + ".");
            writing.line(
                    i == 0
                            ? "-- Run the parts in the order of their numbers, each after the jobs in its first lines"
                                    + " have ended."
                            : part.waits().isEmpty()
                                    ? "-- Run it when part " + i + " is done."
                                    : "-- Run it when part " + i + " is done, and when these have ended:");
            writing.select(parts.subList(0, i));
            writing.add(part);
            writing.end(i == parts.size() - 1 ? ledger : "");
            files.put(String.format(Locale.ROOT, "%03d.sql", i + 1), writing.text.toString());
        }
        return files;
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

        Footprint footprint() {
            return Footprint.of(step);
        }

        /** Returns the statement; null if the step has none, or one that can't be parsed. */
        @Nullable
        Statement statement() {
            return step instanceof RunStep.StatementStep sentStatement
                    ? sentStatement.step().action().statement()
                    : null;
        }
    }
}
