package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.Step;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.CreateTableStatement;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports statements with IF NOT EXISTS whose object exists with another definition: they have no effect. */
final class ExistingObjectLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        Engine engine = new Engine(input.profile());
        for (LintedStatement lintedStatement : input.statements()) {
            lintedStatement
                    .statement()
                    .ifPresent(statement -> checkStatement(engine, lintedStatement, statement, findings));
        }
    }

    private static void checkStatement(
            Engine engine, LintedStatement lintedStatement, Statement statement, LintFindings findings) {
        QualifiedName createdName = findConditionallyCreatedName(statement);
        if (createdName == null) {
            return;
        }
        ObjectName objectName = lintedStatement.resolveObjectName(createdName);
        Catalog catalog = lintedStatement.catalogBefore();
        if (SchemaObject.find(catalog, objectName).isEmpty()) {
            return;
        }
        tryApply(engine, lintedStatement, SchemaObject.withoutObject(catalog, objectName), statement)
                .map(declaredCatalog ->
                        new Planner(engine, lintedStatement.session()).plan(catalog, declaredCatalog, Renames.NONE))
                .filter(plan -> !plan.isEmpty())
                .ifPresent(plan -> findings.add(
                        LintRule.KEEPS_EXISTING_OBJECT,
                        lintedStatement.subject(),
                        Span.NONE,
                        "the statement has no effect, because " + objectName.name()
                                + " exists, but with another definition",
                        describeRemedy(plan)));
    }

    /** Returns the name of the object that a statement with IF NOT EXISTS creates; null for other statements. */
    private static @Nullable QualifiedName findConditionallyCreatedName(Statement statement) {
        if (statement instanceof CreateTableStatement createTable) {
            return createTable.ifNotExists() && createTable.lifetime() != Statement.TableLifetime.TEMPORARY
                    ? createTable.name()
                    : null;
        }
        if (statement instanceof ViewStatement.CreateView createView) {
            return createView.ifNotExists() ? createView.name() : null;
        }
        return statement instanceof ViewStatement.CreateMaterializedView createView && createView.ifNotExists()
                ? createView.name()
                : null;
    }

    /** Returns the catalog after a statement; empty if a server would refuse it. */
    private static Optional<Catalog> tryApply(
            Engine engine, LintedStatement lintedStatement, Catalog catalog, Statement statement) {
        try {
            return Optional.of(
                    engine.apply(catalog, lintedStatement.session(), statement).catalog());
        } catch (Refusal ignored) {
            return Optional.empty();
        }
    }

    /** Returns the statements that change the object, unless they would destroy data. */
    private static String describeRemedy(Plan plan) {
        return plan.isPossible() && plan.steps().stream().noneMatch(Step::destroysData)
                ? "If the definition is intended, write instead: "
                        + plan.steps().stream()
                                .map(Step::text)
                                .map(text -> text.replaceAll("\n *", " "))
                                .collect(Collectors.joining("; "))
                        + "."
                : LintRule.KEEPS_EXISTING_OBJECT.remedy();
    }
}
