package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainVerifier;
import dev.cairn.migration.Migration;
import dev.cairn.migration.MigrationChain;
import dev.cairn.plan.change.DefinitionStatements;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.AllowedChanges;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.PlanHint;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.CompileRule;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reports differences between the migrations and the records. If the records no longer match the hash of the last
 * recording, the records have changed since. Otherwise, the migrations have changed: one of them was edited, or the
 * last one changes the schema before the records do.
 */
final class UnrecordedChangeReporter {
    /** The maximum number of lines of a plan that a message shows; a longer first statement is still shown whole. */
    private static final int MAX_PLAN_LINE_COUNT = 60;
    /** The maximum number of objects of a schema that is planned as a whole before its first migration is recorded. */
    private static final int MAX_PLANNED_OBJECT_COUNT = 20;

    private final DeclaredSchema schema;
    private final SchemaRoot root;
    private final List<MigrationDeclaration> migrationDeclarations;
    private final MigrationChain chain;

    UnrecordedChangeReporter(
            DeclaredSchema schema, List<MigrationDeclaration> migrationDeclarations, MigrationChain chain) {
        this.schema = schema;
        this.root = schema.root();
        this.migrationDeclarations = migrationDeclarations;
        this.chain = chain;
    }

    /**
     * Reports a plan from the recorded to the declared state. Nothing is reported if the plan is empty, or if the
     * records have changed and the root allows pending changes.
     */
    void reportPlan(Plan plan, Findings findings) {
        if (plan.isEmpty()) {
            return;
        }
        Optional<Migration> matchingMigration = chain.lastMigration()
                .filter(migration -> migration.recordsHash().equals(schema.hashRecords()));
        if (matchingMigration.isPresent() && areRecordsBehind()) {
            Migration lastMigration = matchingMigration.get();
            String statements = String.join(";\n", lastMigration.upgrade());
            findings.addWithExcerpt(
                    statements,
                    CompileRule.RECORDS_BEHIND,
                    requireMigrationPlace(lastMigration.name()),
                    lastMigration.name(),
                    root.name());
        } else if (matchingMigration.isPresent()) {
            String migrationName = matchingMigration.get().name();
            findings.addWithExcerpt(
                    renderPlan(plan),
                    CompileRule.MIGRATION_MISMATCH,
                    requireMigrationPlace(migrationName),
                    root.name(),
                    migrationName);
        } else if (!allowsPendingChanges()) {
            findings.addWithExcerpt(
                    renderPlan(plan), CompileRule.PENDING_CHANGES, root.place(), describePendingState());
        }
    }

    /**
     * Returns whether the records match the migrations without the last one, so that the records still lack its change.
     * There must be a migration.
     */
    private boolean areRecordsBehind() {
        List<Migration> earlierMigrations =
                chain.migrations().subList(0, chain.migrations().size() - 1);
        ChainVerifier verifier = new ChainVerifier(schema.engine(), schema.session(), schema.initialCatalog());
        return schema.findPlanFrom(MigrationChain.verify(earlierMigrations, verifier))
                .filter(Plan::isEmpty)
                .isPresent();
    }

    /** Reports a schema without migrations if it declares anything: all its declarations are pending. */
    void reportWholeSchema(Findings findings) {
        if (!allowsPendingChanges() && schema.hasManagedDeclarations()) {
            String firstStatements = schema.countObjects() > MAX_PLANNED_OBJECT_COUNT ? renderFirstStatements() : "";
            String excerpt =
                    firstStatements.isEmpty() ? renderPlan(schema.planTo(schema.catalog(), chain)) : firstStatements;
            findings.addWithExcerpt(excerpt, CompileRule.PENDING_CHANGES, root.place(), describePendingState());
        }
    }

    private boolean allowsPendingChanges() {
        return AllowedWarning.isAllowed(CompileRule.PENDING_CHANGES, root.allowedWarnings());
    }

    private Place requireMigrationPlace(String migrationName) {
        return migrationDeclarations.stream()
                .filter(declaration -> declaration.migration().name().equals(migrationName))
                .map(declaration -> declaration.place(Attribute.UPGRADE, 0))
                .findFirst()
                .orElseThrow();
    }

    private String describePendingState() {
        return chain.lastMigration()
                .map(migration ->
                        "The records of '" + root.name() + "' differ from its migrations up to " + migration.name())
                .orElse("No migration of '" + root.name() + "' has been recorded yet");
    }

    private static String renderPlan(Plan plan) {
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
    private String renderFirstStatements() {
        DefinitionStatements definitionStatements = new DefinitionStatements(root.checkedTarget(), schema.session());
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
