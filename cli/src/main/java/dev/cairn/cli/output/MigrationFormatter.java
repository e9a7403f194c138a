package dev.cairn.cli.output;

import dev.cairn.PlannedChanges;
import dev.cairn.internal.run.preparation.BrokenDependentFinder;
import dev.cairn.internal.script.JobWait;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.StepLint;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.token.RedactedSql;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Formats migrations and plans as text, and migrations as JSON objects. All commands use this class, so they print a
 * migration in the same way.
 */
public final class MigrationFormatter {
    private MigrationFormatter() {}

    /** Returns the name and the title of a migration, such as {@code V0003AddNote (add note)}. */
    public static String formatMigration(RecordedMigration migration) {
        return migration.name() + " (" + migration.title() + ")";
    }

    /**
     * Returns the position of a database, such as {@code at migration 3, V0003AddNote}; without the name if the
     * application does not have the migration.
     */
    public static String formatPosition(int number, List<RecordedMigration> knownMigrations) {
        if (number == 0) {
            return "before the first migration";
        }
        return "at migration " + number
                + findMigration(number, knownMigrations)
                        .map(migration -> ", " + migration.name())
                        .orElse("");
    }

    /** Returns the migration with a number; empty if it is not known. */
    public static Optional<RecordedMigration> findMigration(int number, List<RecordedMigration> knownMigrations) {
        return knownMigrations.stream()
                .filter(migration -> migration.number() == number)
                .findFirst();
    }

    /** Returns a number of migrations, such as "1 migration" or "2 migrations". */
    public static String formatMigrationCount(int count) {
        return count == 1 ? "1 migration" : count + " migrations";
    }

    /** Returns a sentence about the unrecorded changes of a schema, with what to do; empty if it has none. */
    public static Optional<String> describeUnrecordedChanges(SchemaDescriptor schema) {
        if (schema.isStale()) {
            return Optional.of(
                    "The records were compiled without the root of their schema: compile the whole module again.");
        }
        return schema.hasUnrecordedChanges()
                ? Optional.of("The records have changes that no migration contains: cairn record --check shows them.")
                : Optional.empty();
    }

    /** Appends a semicolon, unless the statement consists only of comments, such as an internal step of Cairn. */
    public static String withSemicolon(String statementText) {
        return statementText.lines().allMatch(line -> line.startsWith("--")) ? statementText : statementText + ";";
    }

    /**
     * Returns the statements of a plan, with comments. Above each statement are the jobs that must have ended before
     * it, its lints and its notes. The impossible changes follow the last statement.
     *
     * @param brokenDependents the dependents that the steps break, with the numbers of the steps, from 1
     */
    public static List<String> renderStatements(
            Plan plan, List<BrokenDependentFinder.BrokenDependent> brokenDependents) {
        List<String> lines = new ArrayList<>();
        List<JobWait> pendingJobWaits = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            List<JobWait> mentionedJobWaits = pendingJobWaits.stream()
                    .filter(jobWait -> mentionsObject(step, jobWait.objectName().name()))
                    .toList();
            mentionedJobWaits.forEach(jobWait -> lines.add(jobWait.renderLines().stripTrailing()));
            pendingJobWaits.removeAll(mentionedJobWaits);
            // A refresh needs no comment: the statement that starts it returns only when the refresh has ended.
            JobWait.find(step, !step.text().contains("`" + extractDatabaseName(step) + "`."))
                    .filter(jobWait -> jobWait.kind() != JobWait.Kind.REFRESH)
                    .ifPresent(pendingJobWaits::add);
            step.lints().forEach(lint -> lines.add("-- " + formatLint(lint)));
            OperatorNotes.collect(plan.steps(), i + 1, brokenDependents).forEach(note -> lines.add("-- note: " + note));
            String sql = step.findManualSql().orElseGet(() -> withSemicolon(step.text()));
            lines.add(RedactedSql.of(sql).textWithNote());
        }
        plan.impossibleChanges().forEach(objection -> lines.add("-- not possible: " + objection));
        return lines;
    }

    /** Returns whether the text of a step contains a name as a whole word. */
    private static boolean mentionsObject(Step step, String objectName) {
        return Pattern.compile("(?<![\\w$])" + Pattern.quote(objectName) + "(?![\\w$])")
                .matcher(step.text())
                .find();
    }

    private static String extractDatabaseName(Step step) {
        return step.object() == null ? "" : step.object().database();
    }

    /**
     * Returns the statements that a migrator has planned, each below its notes. The impossible changes and the hints
     * follow the last statement.
     */
    public static List<String> renderStatements(PlannedChanges plan) {
        List<String> lines = new ArrayList<>();
        for (PlannedChanges.Step step : plan.steps()) {
            step.notes().forEach(note -> lines.add("-- " + note));
            String sql = step.sql().equals(step.text()) ? withSemicolon(step.text()) : step.sql();
            lines.add(RedactedSql.of(sql).textWithNote());
        }
        plan.impossible().forEach(objection -> lines.add("-- not possible: " + objection));
        plan.hints().forEach(hint -> lines.add("-- hint: " + hint));
        return lines;
    }

    public static String formatLint(StepLint lint) {
        return lint.subject() + ": " + lint.message();
    }

    /** Returns the consecutive numbers of recorded migrations, of which there must be one: "1 to 5", or "only 3". */
    public static String describeNumbers(List<RecordedMigration> migrations) {
        int firstNumber = migrations.get(0).number();
        return migrations.size() == 1
                ? "only " + firstNumber
                : firstNumber + " to " + (firstNumber + migrations.size() - 1);
    }

    public static JsonObject toJson(RecordedMigration migration) {
        return new JsonObject()
                .put("number", migration.number())
                .put("name", migration.name())
                .put("title", migration.title())
                .put("hash", migration.hash());
    }

    public static List<JsonObject> toJsonList(List<RecordedMigration> migrations) {
        return migrations.stream().map(MigrationFormatter::toJson).toList();
    }
}
