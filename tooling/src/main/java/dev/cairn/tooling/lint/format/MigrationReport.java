package dev.cairn.tooling.lint.format;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Lint;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.sql.Sql;
import dev.cairn.tooling.lint.LintInput.LintedStatement;
import dev.cairn.tooling.lint.LintedMigration;
import dev.cairn.tooling.lint.SchemaLintInput;
import dev.cairn.tooling.report.ReportDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Describes the steps of a migration: the SQL, its cost, what it blocks, the consent, what becomes inactive, and the way back. */
public final class MigrationReport {
    private MigrationReport() {}

    /** Adds a migration to a document. */
    static void add(LintedMigration migration, ReportDocument report) {
        add(migration, number -> true, report);
    }

    /**
     * Adds a migration to a document.
     *
     * @param steps selects statements by their numbers, from 1
     */
    public static void add(LintedMigration migration, IntPredicate steps, ReportDocument report) {
        report.heading(migration.name());
        if (migration.statements().isEmpty()) {
            report.paragraph("The migration has no statements.");
            return;
        }
        for (LintedStatement statement : migration.statements()) {
            if (!steps.test(statement.subject().number())) {
                continue;
            }
            Step step = statement.step();
            ObjectName object = step.object();
            report.subheading("Step " + statement.subject().number() + (object == null ? "" : ": " + object));
            report.sql(statement.subject().sql());
            report.items(effects(migration, statement));
        }
    }

    private static List<String> effects(LintedMigration migration, LintedStatement statement) {
        Step step = statement.step();
        List<String> effects = new ArrayList<>();
        effects.add("Cost: " + cost(step));
        String blocked = blocked(step);
        if (!blocked.isEmpty()) {
            effects.add("Blocks: " + blocked);
        }
        effects.add("Data: " + (step.destroysData() ? "rows or values are lost" : "nothing is lost"));
        consent(migration, step).forEach(consent -> effects.add("Consent: " + consent));
        List<String> inactive = inactive(statement);
        if (!inactive.isEmpty()) {
            effects.add("Inactive afterwards: " + String.join(", ", inactive));
        }
        effects.add("Reversible: " + reversal(step));
        return effects;
    }

    private static String cost(Step step) {
        boolean builds = step.lints().stream().anyMatch(lint -> lint.kind() == Lint.Kind.BUILDS_ROLLUP);
        boolean rewrites = step.rewritesData() && step.waitsFor() != WaitCondition.LOAD;
        String work = builds
                ? "the rollup is built from all rows of the table"
                : rewrites ? "all rows of the table are rewritten" : "";
        String wait = switch (step.waitsFor()) {
            case NOTHING -> "";
            case COLUMN_JOB, HIDDEN_JOB -> "the migration waits for a schema change job";
            case ROLLUP_JOB -> "the migration waits for a rollup job";
            case OPTIMIZE_JOB -> "the migration waits for an optimize job";
            case REFRESH -> "the migration waits for a refresh";
            case LOAD -> "the statement writes rows";
        };
        String both = work.isEmpty() || wait.isEmpty() ? work + wait : work + "; " + wait;
        return both.isEmpty() ? "metadata only" : both;
    }

    private static String blocked(Step step) {
        String table = step.object() == null ? "the table" : String.valueOf(step.object());
        return switch (step.waitsFor()) {
            case COLUMN_JOB, HIDDEN_JOB, ROLLUP_JOB, OPTIMIZE_JOB ->
                "other changes of " + table + " until the job ends";
            case NOTHING, REFRESH, LOAD -> "";
        };
    }

    private static List<String> consent(LintedMigration migration, Step step) {
        boolean recorded = !migration.name().equals(SchemaLintInput.UNRECORDED);
        List<String> consents = new ArrayList<>();
        for (Marker marker : step.action().markers()) {
            if (marker instanceof Marker.Destructive destructive) {
                consents.add(consent("--destructive", recorded) + ": " + destructive.why());
            } else if (marker instanceof Marker.Rebuild rebuild) {
                consents.add(consent("--rebuild", recorded) + ": " + rebuild.why());
            }
        }
        return consents;
    }

    private static String consent(String option, boolean recorded) {
        return recorded ? "recorded with " + option : "cairn record needs " + option;
    }

    /** The materialized views that are active before the statement, and not after it. */
    private static List<String> inactive(LintedStatement statement) {
        TreeSet<String> names = new TreeSet<>();
        for (Database database : statement.after().databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                if (!view.active() && wasActive(statement.before(), database.name(), view.name())) {
                    names.add(database.name() + "." + view.name());
                }
            }
        }
        return List.copyOf(names);
    }

    private static boolean wasActive(Catalog before, String database, String view) {
        return before.database(database)
                .flatMap(known -> known.materializedView(view))
                .filter(MaterializedView::active)
                .isPresent();
    }

    private static String reversal(Step step) {
        if (step.reverse().isEmpty()) {
            return "no statement reverts the step";
        }
        String statements = step.reverse().stream().map(Sql::render).collect(Collectors.joining("; "));
        return (step.destroysData() ? "the definition, not the data, by " : "by ") + statements;
    }
}
