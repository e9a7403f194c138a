package dev.cairn.tooling.lint;

import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.AlterStatementPair;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.tooling.definition.ByteSize;
import dev.cairn.tooling.definition.LiveStatistics;
import dev.cairn.tooling.definition.LiveStatistics.ClusterStatistics;
import dev.cairn.tooling.definition.LiveStatistics.TableStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds statements that are expensive for the server: they copy rows, wait for loads, or lack disk space. */
final class CostLintCheck implements Linter.LintCheck {
    /** The largest number of loads that a message lists. */
    private static final int MAX_LISTED_LOAD_COUNT = 3;

    @Override
    public void check(LintInput input, LintFindings findings) {
        Engine engine = new Engine(input.profile());
        for (LintedMigration migration : input.migrations()) {
            for (LintedStatement lintedStatement : migration.statements()) {
                checkCopy(input.statistics(), lintedStatement, findings);
                checkRunningLoads(input.statistics(), lintedStatement, findings);
                checkDiskSpace(input, lintedStatement, findings);
            }
            checkRepeatedJobs(engine, migration, findings);
        }
    }

    /** Returns the statistics of a table as the suffix of a message about its rows; empty if they are not known. */
    static String describeStatistics(LiveStatistics statistics, ObjectName tableName) {
        TableStatistics tableStatistics = statistics.statisticsByTable().get(tableName);
        return tableStatistics == null ? "" : " (" + tableStatistics + ")";
    }

    /** Finds the statement that copies the rows of a table into its successor. */
    private static void checkCopy(LiveStatistics statistics, LintedStatement lintedStatement, LintFindings findings) {
        findCopiedTable(lintedStatement)
                .ifPresent(tableName -> findings.add(
                        LintRule.REWRITES_TABLE,
                        lintedStatement.subject(),
                        "the statement copies all rows of " + tableName.name()
                                + describeStatistics(statistics, tableName)));
    }

    /** Returns the table whose rows a statement of a rebuild copies. */
    private static Optional<ObjectName> findCopiedTable(LintedStatement lintedStatement) {
        ObjectName targetName = lintedStatement.step().object();
        if (targetName == null
                || !lintedStatement.step().rewritesData()
                || !(lintedStatement.step().action().statement() instanceof Statement.OpaqueStatement)) {
            return Optional.empty();
        }
        return SchemaObject.collectNames(lintedStatement.catalogBefore()).stream()
                .filter(name -> TemporaryName.ofStaging(name).equals(targetName))
                .findFirst();
    }

    /** Finds jobs that have to wait for running loads: a job waits for all transactions that began before it. */
    private static void checkRunningLoads(
            LiveStatistics statistics, LintedStatement lintedStatement, LintFindings findings) {
        ObjectName tableName = lintedStatement.step().object();
        if (tableName != null
                && startsJob(lintedStatement.step())
                && !statistics.findLoadLabels(tableName).isEmpty()) {
            List<String> loadLabels = statistics.findLoadLabels(tableName);
            findings.add(
                    LintRule.WAITS_FOR_LOADS,
                    lintedStatement.subject(),
                    "the job waits until the running loads into " + tableName.name()
                            + " have ended, and the table accepts no"
                            + " other change until then: "
                            + String.join(
                                    ", ", loadLabels.subList(0, Math.min(MAX_LISTED_LOAD_COUNT, loadLabels.size())))
                            + (loadLabels.size() > MAX_LISTED_LOAD_COUNT
                                    ? " and " + (loadLabels.size() - MAX_LISTED_LOAD_COUNT) + " more"
                                    : ""));
        }
    }

    /**
     * Finds statements that rewrite a table if the disks can't hold a second copy of it. An object store has no limit.
     */
    private static void checkDiskSpace(LintInput input, LintedStatement lintedStatement, LintFindings findings) {
        Optional<ByteSize> freeSpace = input.statistics().clusterStatistics().flatMap(ClusterStatistics::freeSpace);
        Optional<ObjectName> tableName = findRewrittenTable(lintedStatement).or(() -> findCopiedTable(lintedStatement));
        if (freeSpace.isEmpty() || tableName.isEmpty() || input.profile().isSharedData()) {
            return;
        }
        TableStatistics tableStatistics = input.statistics().statisticsByTable().get(tableName.get());
        if (tableStatistics != null && tableStatistics.size().compareTo(freeSpace.get()) > 0) {
            findings.add(
                    LintRule.LACKS_DISK_SPACE,
                    lintedStatement.subject(),
                    "a second copy of " + tableName.get().name() + " needs " + tableStatistics.size()
                            + ", but the backends have only " + freeSpace.get() + " free");
        }
    }

    /** Returns the table whose rows a job rewrites completely. */
    private static Optional<ObjectName> findRewrittenTable(LintedStatement lintedStatement) {
        return lintedStatement.step().lints().stream().anyMatch(lint -> lint.rule() == LintRule.REWRITES_TABLE)
                ? Optional.ofNullable(lintedStatement.step().object())
                : Optional.empty();
    }

    /**
     * Finds pairs of statements that start jobs for the same table, and that can be merged into one statement according
     * to the engine.
     */
    private static void checkRepeatedJobs(Engine engine, LintedMigration migration, LintFindings findings) {
        Map<ObjectName, LintedStatement> lastStatementByTable = new HashMap<>();
        for (LintedStatement lintedStatement : migration.statements()) {
            ObjectName tableName = lintedStatement.step().object();
            if (tableName == null
                    || !startsJob(lintedStatement.step())
                    || SchemaObject.find(migration.catalogBefore(), tableName).isEmpty()) {
                continue;
            }
            LintedStatement earlierStatement = lastStatementByTable.put(tableName, lintedStatement);
            if (earlierStatement != null) {
                mergeStatements(engine, tableName, earlierStatement, lintedStatement)
                        .ifPresent(mergedStatement -> findings.add(
                                LintRule.REPEATED_JOB,
                                lintedStatement.subject(),
                                Span.NONE,
                                "statement " + earlierStatement.subject().number() + " starts a job for "
                                        + tableName.name() + ", too, and one job can do both",
                                "Write one statement: "
                                        + Sql.render(mergedStatement).replaceAll("\n *", " ") + "."));
            }
        }
    }

    private static boolean startsJob(Step step) {
        return step.rewritesData() && step.action().statement() instanceof Statement.AlterTable;
    }

    private static Optional<Statement> mergeStatements(
            Engine engine, ObjectName tableName, LintedStatement firstStatement, LintedStatement secondStatement) {
        return new AlterStatementPair(
                        firstStatement.step().action(), secondStatement.step().action())
                .merge(
                        engine,
                        new Session(tableName.database()),
                        firstStatement.catalogBefore(),
                        secondStatement.catalogAfter())
                .filter(mergedStatement -> tableName.equals(mergedStatement.object()))
                .map(mergedStatement ->
                        Objects.requireNonNull(mergedStatement.action().statement()));
    }
}
