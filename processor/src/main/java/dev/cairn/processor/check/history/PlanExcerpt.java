package dev.cairn.processor.check.history;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.migration.MigrationChain;
import dev.cairn.plan.change.DefinitionStatements;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a plan that a message shows.
 *
 * @param chain the recorded migrations, after which the statements of the plan run
 */
record PlanExcerpt(DeclaredSchema schema, MigrationChain chain) {
    /** The maximum number of lines of a plan that a message shows; a longer first statement is still shown whole. */
    private static final int MAX_PLAN_LINE_COUNT = 60;

    /** Renders a plan with what it needs and its first statements. */
    static String renderPlan(Plan plan) {
        StringBuilder lines = new StringBuilder();
        for (Objection objection : plan.findObjections(AllowedChanges.NONE)) {
            lines.append(objectionPrefix(objection.kind())).append(objection).append('\n');
        }
        for (String columnName : plan.collectUnfilledColumns()) {
            lines.append("needs --fill ").append(columnName).append("=…: the column is NOT NULL and has no default\n");
        }
        for (PlanHint hint : plan.hints()) {
            lines.append("hint: ").append(hint).append('\n');
        }
        return lines.append(renderStatements(plan.steps())).toString().stripTrailing();
    }

    private static String objectionPrefix(Objection.Kind kind) {
        return switch (kind) {
            case DESTRUCTIVE -> "needs --destructive: ";
            case REBUILD -> "needs --rebuild: ";
            case IMPOSSIBLE -> "not possible: ";
        };
    }

    private static String renderStatements(List<Step> steps) {
        StringBuilder sql = new StringBuilder();
        int remainingCount = steps.size() - appendStatements(steps, sql);
        return remainingCount == 0
                ? sql.toString()
                : sql + "-- and " + remainingCount + (remainingCount == 1 ? " more statement\n" : " more statements\n");
    }

    /** Appends the first statements, at least one, as long as they fit into a message, and returns their number. */
    private static int appendStatements(List<Step> steps, StringBuilder sql) {
        int statementCount = 0;
        long lineCount = 0;
        for (Step step : steps) {
            String statementText = step.text() + ";\n";
            lineCount += statementText.lines().count();
            if (statementCount > 0 && lineCount > MAX_PLAN_LINE_COUNT) {
                break;
            }
            sql.append(statementText);
            statementCount++;
        }
        return statementCount;
    }

    /**
     * Renders the statements for the first tables of a large schema; empty if it has no tables. Until the first
     * migration is recorded, each compilation would have to plan the whole schema, which takes as long as its check.
     * Tables that refer to later ones are omitted.
     */
    String renderFirstStatements() {
        DefinitionStatements definitionStatements =
                new DefinitionStatements(schema.root().checkedTarget(), schema.session());
        StringBuilder sql = new StringBuilder();
        Catalog catalog = chain.lastCatalog();
        long remainingLineCount = MAX_PLAN_LINE_COUNT;
        for (Map.Entry<String, Database> databaseEntry : schema.catalog().databases()) {
            Iterator<Table> tables = databaseEntry.getValue().tables().values().iterator();
            while (remainingLineCount > 0 && tables.hasNext()) {
                Table table = tables.next();
                Statement createStatement = definitionStatements.buildCreate(
                        new ObjectName(databaseEntry.getKey(), table.name()), new SchemaObject.TableObject(table));
                Optional<Catalog> extendedCatalog = tryApply(catalog, createStatement);
                if (extendedCatalog.isPresent()) {
                    catalog = extendedCatalog.get();
                    String statementText = Sql.render(createStatement) + ";\n";
                    remainingLineCount -= statementText.lines().count();
                    sql.append(sql.isEmpty() || remainingLineCount >= 0 ? statementText : "");
                }
            }
        }
        return sql.isEmpty()
                ? ""
                : sql + "-- and the statements for the rest of the " + schema.countObjects() + " objects";
    }

    private Optional<Catalog> tryApply(Catalog catalog, Statement createStatement) {
        try {
            return Optional.of(schema.engine()
                    .apply(catalog, schema.session(), createStatement)
                    .catalog());
        } catch (Refusal ignored) {
            return Optional.empty();
        }
    }
}
