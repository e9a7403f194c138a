package dev.cairn.tooling.recording;

import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.migration.Migration;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StagingName;
import dev.cairn.processor.check.RecordedSchema;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHook;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the steps of migrations that define no object, so that the statements which create the schema do not repeat
 * them.
 */
final class NonDefiningStepSearch {
    private static final String CODE_STEP = "code";

    private final RecordedSchema recordedSchema;
    private final List<Migration> migrations;

    /** @param migrations the migrations to search, from the first on */
    NonDefiningStepSearch(RecordedSchema recordedSchema, List<Migration> migrations) {
        this.recordedSchema = recordedSchema;
        this.migrations = migrations;
    }

    /** Returns the steps in the order of the migrations. */
    List<NonDefiningStep> findAll() {
        List<NonDefiningStep> steps = new ArrayList<>();
        boolean managesCluster =
                recordedSchema.chain().lastCatalog().clusterObjects().isManaged();
        Set<Name> roles = findCreatedRoles();
        for (Migration migration : migrations) {
            Set<MigrationHook> hooks = findHooks(migration);
            if (hooks.contains(MigrationHook.BEFORE_UPGRADE) || hooks.contains(MigrationHook.AFTER_UPGRADE)) {
                steps.add(new NonDefiningStep(
                        migration,
                        migration.name() + "." + CODE_STEP,
                        "",
                        "is code, whose effect Cairn can't determine"));
            }
            for (int i = 0; i < migration.upgrade().size(); i++) {
                String statementText = migration.upgrade().get(i).strip();
                String name = migration.name() + "." + (i + 1);
                findEffect(MigrationAction.parse(statementText), roles, managesCluster)
                        .ifPresent(effect -> steps.add(new NonDefiningStep(migration, name, statementText, effect)));
            }
        }
        return steps;
    }

    private Set<MigrationHook> findHooks(Migration migration) {
        return recordedSchema.migrations().stream()
                .filter(declaration -> declaration.migration().equals(migration))
                .map(MigrationDeclaration::hooks)
                .findFirst()
                .orElse(Set.of());
    }

    /** Returns the roles that the migrations create. */
    private Set<Name> findCreatedRoles() {
        return migrations.stream()
                .flatMap(migration -> migration.upgrade().stream())
                .map(statementText -> MigrationAction.parse(statementText).statement())
                .filter(AccessStatement.CreateRole.class::isInstance)
                .flatMap(statement -> ((AccessStatement.CreateRole) statement).roles().stream())
                .collect(Collectors.toSet());
    }

    /** Returns the effect of a step that the schema does not show; empty if it has none. */
    private static Optional<String> findEffect(MigrationAction action, Set<Name> createdRoles, boolean managesCluster) {
        Statement statement = action.statement();
        if (statement instanceof ClusterStatement) {
            return managesCluster ? Optional.empty() : Optional.of("defines no object of the schema");
        }
        if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            if (action.isSeed()) {
                return Optional.empty();
            }
            if (!opaqueStatement.changesRows()) {
                return Optional.of("defines no object of the schema");
            }
            boolean copiesRows = opaqueStatement.target() != null
                    && StagingName.isStaging(opaqueStatement.target().lastPart().text());
            return copiesRows ? Optional.empty() : Optional.of(describeRowChange(action, opaqueStatement));
        }
        if (statement instanceof AccessStatement access) {
            return SimulatedAction.findRole(access)
                            .flatMap(ObjectName::findRoleName)
                            .filter(role -> createdRoles.contains(Name.of(role)))
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of("defines no object of the schema");
        }
        if (statement instanceof Statement.CreateTableAsSelect) {
            return Optional.of("fills its table with rows; the checkpoint creates the table without them");
        }
        if (statement instanceof Statement.TruncateTable || statement instanceof Statement.Recover) {
            return Optional.of("changes rows that exist");
        }
        if (statement instanceof Statement.CreateDatabase) {
            return Optional.of("creates a database");
        }
        if (statement instanceof ViewStatement.RefreshMaterializedView refresh) {
            boolean fillsRebuiltView =
                    StagingName.isStaging(refresh.name().lastPart().text());
            return fillsRebuiltView ? Optional.empty() : Optional.of("refreshes a materialized view");
        }
        boolean exchangesRows = statement instanceof Statement.AlterTable alter
                && alter.clauses().stream().anyMatch(NonDefiningStepSearch::exchangesRows);
        return exchangesRows ? Optional.of("exchanges rows that exist") : Optional.empty();
    }

    private static boolean exchangesRows(AlterClause clause) {
        boolean isRebuild = clause instanceof AlterClause.SwapTable swap
                && StagingName.isStaging(swap.otherTableName().text());
        return AlterClauseKind.of(clause).exchangesRows() && !isRebuild;
    }

    private static String describeRowChange(MigrationAction action, Statement.OpaqueStatement statement) {
        boolean insertsLiterals = !action.isUnread()
                && Sql.parseDml(statement) instanceof DmlStatement.Insert insert
                && insert.rowSource() instanceof DmlStatement.RowSource.LiteralRows;
        return insertsLiterals
                ? "writes rows that an empty database would lack"
                : "changes rows, or copies them from other tables";
    }
}
