package dev.cairn.tooling.lint;

import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.AlterStatementMerger;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.tooling.definition.ByteSize;
import dev.cairn.tooling.definition.LiveFigures;
import dev.cairn.tooling.definition.LiveFigures.ClusterFigures;
import dev.cairn.tooling.definition.LiveFigures.TableFigures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds statements that are expensive for the server: they copy rows, wait for loads, or lack disk space. */
final class CostLintCheck implements Linter.LintCheck {
    /** The largest number of loads that a message lists. */
    private static final int MAX_LISTED_LOADS = 3;

    @Override
    public void check(LintInput input, LintFindings findings) {
        Engine engine = new Engine(input.profile());
        for (LintedMigration migration : input.migrations()) {
            for (LintedStatement statement : migration.statements()) {
                checkCopy(input.figures(), statement, findings);
                checkLoads(input.figures(), statement, findings);
                checkDiskSpace(input, statement, findings);
            }
            checkJobs(engine, migration, findings);
        }
    }

    /** Returns the statistics of a table as the suffix of a message about its rows; empty if they are not known. */
    static String describeFigures(LiveFigures figures, ObjectName table) {
        TableFigures tableFigures = figures.tables().get(table);
        return tableFigures == null ? "" : " (" + tableFigures + ")";
    }

    /** Finds the statement that copies the rows of a table into its successor. */
    private static void checkCopy(LiveFigures figures, LintedStatement statement, LintFindings findings) {
        findCopiedTable(statement)
                .ifPresent(table -> findings.add(
                        LintRule.REWRITES_TABLE,
                        statement.subject(),
                        "the statement copies all rows of " + table.name() + describeFigures(figures, table)));
    }

    /** Returns the table whose rows a statement of a rebuild copies. */
    private static Optional<ObjectName> findCopiedTable(LintedStatement statement) {
        ObjectName target = statement.step().object();
        if (target == null
                || !statement.step().rewritesData()
                || !(statement.step().action().statement() instanceof Statement.OpaqueStatement)) {
            return Optional.empty();
        }
        return SchemaObject.collectNames(statement.before()).stream()
                .filter(name -> StagingName.stagingName(name).equals(target))
                .findFirst();
    }

    /** Finds jobs that have to wait for running loads: a job waits for all transactions that began before it. */
    private static void checkLoads(LiveFigures figures, LintedStatement statement, LintFindings findings) {
        ObjectName table = statement.step().object();
        if (table != null
                && startsJob(statement.step())
                && !figures.loadsInto(table).isEmpty()) {
            List<String> loads = figures.loadsInto(table);
            findings.add(
                    LintRule.WAITS_FOR_LOADS,
                    statement.subject(),
                    "the job waits until the running loads into " + table.name()
                            + " have ended, and the table accepts no"
                            + " other change until then: "
                            + String.join(", ", loads.subList(0, Math.min(MAX_LISTED_LOADS, loads.size())))
                            + (loads.size() > MAX_LISTED_LOADS
                                    ? " and " + (loads.size() - MAX_LISTED_LOADS) + " more"
                                    : ""));
        }
    }

    /**
     * Finds statements that rewrite a table if the disks can't hold a second copy of it. An object store has no limit.
     */
    private static void checkDiskSpace(LintInput input, LintedStatement statement, LintFindings findings) {
        Optional<ByteSize> freeSpace = input.figures().cluster().flatMap(ClusterFigures::freeSpace);
        Optional<ObjectName> table = findRewrittenTable(statement).or(() -> findCopiedTable(statement));
        if (freeSpace.isEmpty() || table.isEmpty() || input.profile().isSharedData()) {
            return;
        }
        TableFigures tableFigures = input.figures().tables().get(table.get());
        if (tableFigures != null && tableFigures.size().compareTo(freeSpace.get()) > 0) {
            findings.add(
                    LintRule.LACKS_DISK_SPACE,
                    statement.subject(),
                    "a second copy of " + table.get().name() + " needs " + tableFigures.size()
                            + ", but the backends have only " + freeSpace.get() + " free");
        }
    }

    /** Returns the table whose rows a job rewrites completely. */
    private static Optional<ObjectName> findRewrittenTable(LintedStatement statement) {
        return statement.step().lints().stream().anyMatch(lint -> lint.rule() == LintRule.REWRITES_TABLE)
                ? Optional.ofNullable(statement.step().object())
                : Optional.empty();
    }

    /**
     * Finds pairs of statements that start jobs for the same table, and that can be merged into one statement according
     * to the engine.
     */
    private static void checkJobs(Engine engine, LintedMigration migration, LintFindings findings) {
        Map<ObjectName, LintedStatement> lastStatements = new HashMap<>();
        for (LintedStatement statement : migration.statements()) {
            ObjectName table = statement.step().object();
            if (table == null
                    || !startsJob(statement.step())
                    || SchemaObject.find(migration.catalogBefore(), table).isEmpty()) {
                continue;
            }
            LintedStatement earlierStatement = lastStatements.put(table, statement);
            if (earlierStatement != null) {
                mergeStatements(engine, table, earlierStatement, statement)
                        .ifPresent(mergedStatement -> findings.add(
                                LintRule.REPEATED_JOB,
                                statement.subject(),
                                Span.NONE,
                                "statement " + earlierStatement.subject().number() + " starts a job for " + table.name()
                                        + ", too, and one job can do both",
                                "Write one statement: "
                                        + Sql.render(mergedStatement).replaceAll("\n *", " ") + "."));
            }
        }
    }

    private static boolean startsJob(Step step) {
        return step.rewritesData() && step.action().statement() instanceof Statement.AlterTable;
    }

    private static Optional<Statement> mergeStatements(
            Engine engine, ObjectName table, LintedStatement first, LintedStatement second) {
        return new AlterStatementMerger(first.step().action(), second.step().action())
                .merge(engine, new Session(table.database()), first.before(), second.after())
                .filter(mergedStatement -> table.equals(mergedStatement.object()))
                .map(mergedStatement ->
                        Objects.requireNonNull(mergedStatement.action().statement()));
    }
}
