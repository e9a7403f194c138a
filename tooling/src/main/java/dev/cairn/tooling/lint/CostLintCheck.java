package dev.cairn.tooling.lint;

import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.MergedAlter;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Step;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.tooling.lint.LintInput.LintedMigration;
import dev.cairn.tooling.lint.LintInput.LintedStatement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The work of a migration for the server. */
final class CostLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        Engine engine = new Engine(input.profile());
        input.migrations().forEach(migration -> checkJobs(engine, migration, findings));
    }

    /** Finds jobs of one table that a single statement starts, according to the engine. */
    private static void checkJobs(Engine engine, LintedMigration migration, LintFindings findings) {
        Map<ObjectName, LintedStatement> last = new HashMap<>();
        for (LintedStatement statement : migration.statements()) {
            ObjectName table = statement.step().object();
            if (table == null || !startsJob(statement.step())) {
                continue;
            }
            LintedStatement earlier = last.put(table, statement);
            if (earlier != null) {
                merged(engine, table, earlier, statement)
                        .ifPresent(both -> findings.add(
                                LintRule.REPEATED_JOB,
                                statement.subject(),
                                Span.NONE,
                                "statement " + earlier.subject().number() + " starts a job for " + table.name()
                                        + ", too, and one job can do both",
                                "Write one statement: " + Sql.render(both).replaceAll("\n *", " ") + "."));
            }
        }
    }

    private static boolean startsJob(Step step) {
        return step.rewritesData() && step.action().statement() instanceof Statement.AlterTable;
    }

    private static Optional<Statement> merged(
            Engine engine, ObjectName table, LintedStatement first, LintedStatement second) {
        return new MergedAlter(first.step().action(), second.step().action())
                .step(engine, new Session(table.database()), first.before(), second.after())
                .filter(both -> table.equals(both.object()))
                .map(both -> Objects.requireNonNull(both.action().statement()));
    }
}
