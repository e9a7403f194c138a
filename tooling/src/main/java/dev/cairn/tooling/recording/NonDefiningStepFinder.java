package dev.cairn.tooling.recording;

import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.migration.Migration;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.processor.check.history.RecordedSchema;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHook;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the steps of migrations that do not define an object, so that the statements that create the schema do not
 * repeat them.
 */
final class NonDefiningStepFinder {
    private static final String CODE_STEP = "code";
    private static final String DEFINES_NOTHING = "defines no object of the schema";

    private final RecordedSchema recordedSchema;
    private final List<Migration> migrations;
    private final List<ReplayedMigrations> replays;

    /**
     * Creates a finder for migrations that a checkpoint replaces.
     *
     * @param migrations the migrations to search, beginning with the first
     * @param replays the replay of these migrations for each target
     */
    NonDefiningStepFinder(RecordedSchema recordedSchema, List<Migration> migrations, List<ReplayedMigrations> replays) {
        this.recordedSchema = recordedSchema;
        this.migrations = migrations;
        this.replays = replays;
    }

    /** Returns the steps in the order of the migrations. The code of a migration precedes its statements. */
    List<NonDefiningStep> findAll() {
        List<NonDefiningStep> steps = new ArrayList<>();
        boolean managesCluster =
                recordedSchema.chain().lastCatalog().clusterObjects().isManaged();
        Set<Name> createdRoles = collectCreatedRoles();
        for (Migration migration : migrations) {
            Set<MigrationHook> hooks = findHooks(migration);
            if (hooks.contains(MigrationHook.BEFORE_UPGRADE) || hooks.contains(MigrationHook.AFTER_UPGRADE)) {
                steps.add(new NonDefiningStep(
                        migration,
                        migration.name() + "." + CODE_STEP,
                        "",
                        "is code, whose effect Cairn can't determine"));
            }
            List<MigrationAction> actions = migration.upgrade().stream()
                    .map(statementText -> MigrationAction.parse(statementText.strip()))
                    .toList();
            for (int i = 0; i < actions.size(); i++) {
                String statementText = migration.upgrade().get(i).strip();
                String stepName = migration.name() + "." + (i + 1);
                MigrationAction action = actions.get(i);
                if (movesPartitionRows(action, actions)) {
                    continue;
                }
                findEffectOutsideSchema(action, createdRoles, managesCluster)
                        .or(() -> findUnmodelledEffect(stepName, action))
                        .ifPresent(
                                effect -> steps.add(new NonDefiningStep(migration, stepName, statementText, effect)));
            }
        }
        return steps;
    }

    /**
     * Returns whether a statement belongs to a move of rows that Cairn plans if the values of partitions change: it
     * fills temporary partitions, or replaces the old partitions by them. Such a statement is not needed for an empty
     * table: there are no rows to move, and the schema already contains the new partitions.
     *
     * @param actions all actions of the migration
     */
    private static boolean movesPartitionRows(MigrationAction action, List<MigrationAction> actions) {
        if (action.statement() instanceof Statement.AlterTable) {
            return findPlannedReplacement(action).isPresent();
        }
        if (action.isUnread()
                || !(action.statement() instanceof Statement.OpaqueStatement opaqueStatement)
                || !opaqueStatement.changesRows()
                || !(Sql.parseDml(opaqueStatement) instanceof DmlStatement.Insert insert)) {
            return false;
        }
        Statement.PartitionNames filledPartitions = insert.destination().partitions();
        return filledPartitions != null
                && filledPartitions.isTemporary()
                && actions.stream()
                        .filter(otherAction -> otherAction.statement() instanceof Statement.AlterTable alter
                                && alter.table().equals(insert.target()))
                        .flatMap(otherAction -> findPlannedReplacement(otherAction).stream())
                        .anyMatch(replacement ->
                                replacement.newPartitions().names().containsAll(filledPartitions.names()));
    }

    /** Returns the clause with which a planned move of rows ends; empty if the statement does not end such a move. */
    private static Optional<AlterClause.ReplacePartitions> findPlannedReplacement(MigrationAction action) {
        return action.isMarked(Marker.Rebuild.class)
                        && action.statement() instanceof Statement.AlterTable alter
                        && alter.clauses().size() == 1
                        && alter.clauses().get(0) instanceof AlterClause.ReplacePartitions replacement
                ? Optional.of(replacement)
                : Optional.empty();
    }

    /**
     * Returns the effect of a statement that should change the catalog, but changes it for none of the targets, because
     * the model of the server refuses or ignores it. The schema at the checkpoint lacks this effect. Empty if the model
     * represents the statement.
     */
    private Optional<String> findUnmodelledEffect(String stepName, MigrationAction action) {
        Statement statement = action.statement();
        if (setsPartitionProperties(statement)) {
            return Optional.of("sets properties of partitions, which the definition of a table does not contain");
        }
        // ADD and DROP PARTITION may have nothing to do, as with IF EXISTS; an empty database then lacks nothing.
        boolean shouldChangeCatalog = action.allowsRefusal()
                || (statement instanceof Statement.AlterTable alter && !changesOnlyPartitions(alter))
                || (statement instanceof ViewStatement.AlterMaterializedView alter
                        && !(alter.change() instanceof ViewStatement.MaterializedViewChange.Activate));
        boolean hasUnmodelledEffect = shouldChangeCatalog
                && !action.isSeed()
                && replays.stream()
                        .noneMatch(replay -> replay.requireStep(stepName).changesCatalog());
        return hasUnmodelledEffect
                ? Optional.of("has an effect that Cairn's model of the server does not represent")
                : Optional.empty();
    }

    /**
     * Returns whether a statement sets properties of single partitions, except their number of replicas, which the
     * model contains.
     */
    private static boolean setsPartitionProperties(@Nullable Statement statement) {
        List<Property> properties = new ArrayList<>();
        if (statement instanceof Statement.CreateTable create && create.partitioning() != null) {
            create.partitioning().partitions().forEach(partition -> properties.addAll(partition.properties()));
        } else if (statement instanceof Statement.AlterTable alter) {
            for (AlterClause clause : alter.clauses()) {
                if (clause instanceof AlterClause.ModifyPartitions modify) {
                    properties.addAll(modify.properties());
                } else if (clause instanceof AlterClause.AddPartition add && !add.isTemporary()) {
                    properties.addAll(add.properties());
                    properties.addAll(add.partition().properties());
                }
            }
        }
        return properties.stream().anyMatch(property -> !KnownProperty.REPLICATION_NUM.isNamed(property.name()));
    }

    private static boolean changesOnlyPartitions(Statement.AlterTable alter) {
        return alter.clauses().stream()
                .allMatch(clause ->
                        clause instanceof AlterClause.AddPartition || clause instanceof AlterClause.DropPartitions);
    }

    /** Returns the hooks of a migration; none if the schema does not declare the migration. */
    private Set<MigrationHook> findHooks(Migration migration) {
        return recordedSchema.migrations().stream()
                .filter(declaration -> declaration.migration().equals(migration))
                .map(MigrationDeclaration::hooks)
                .findFirst()
                .orElse(Set.of());
    }

    /** Returns the roles that the migrations create. */
    private Set<Name> collectCreatedRoles() {
        return migrations.stream()
                .flatMap(migration -> migration.upgrade().stream())
                .map(statementText -> MigrationAction.parse(statementText).statement())
                .filter(AccessStatement.CreateRole.class::isInstance)
                .flatMap(statement -> ((AccessStatement.CreateRole) statement).roles().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Returns the effect of a step that the schema does not show, such as changed rows; empty if the schema shows all
     * of its effects, or if it is a step of a rebuild, which an empty database does not need.
     *
     * @param createdRoles the roles that the migrations create; statements about them are a part of the schema
     * @param managesCluster whether statements about cluster objects are a part of the schema
     */
    private static Optional<String> findEffectOutsideSchema(
            MigrationAction action, Set<Name> createdRoles, boolean managesCluster) {
        Statement statement = action.statement();
        if (statement instanceof ClusterStatement) {
            return managesCluster ? Optional.empty() : Optional.of(DEFINES_NOTHING);
        }
        if (statement instanceof Statement.OpaqueStatement opaqueStatement) {
            if (action.isSeed()) {
                return Optional.empty();
            }
            if (!opaqueStatement.changesRows()) {
                return Optional.of(DEFINES_NOTHING);
            }
            boolean copiesRows = opaqueStatement.target() != null
                    && TemporaryName.isStaging(
                            opaqueStatement.target().lastPart().text());
            return copiesRows ? Optional.empty() : Optional.of(describeRowChange(action, opaqueStatement));
        }
        if (statement instanceof AccessStatement accessStatement) {
            return SimulatedAction.findFirstRole(accessStatement)
                            .flatMap(ObjectName::findRoleName)
                            .filter(roleName -> createdRoles.contains(Name.of(roleName)))
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of(DEFINES_NOTHING);
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
        if (statement instanceof ViewStatement.RefreshMaterializedView refreshStatement) {
            boolean fillsRebuiltView =
                    TemporaryName.isStaging(refreshStatement.name().lastPart().text());
            return fillsRebuiltView ? Optional.empty() : Optional.of("refreshes a materialized view");
        }
        boolean exchangesRows = statement instanceof Statement.AlterTable alterTable
                && alterTable.clauses().stream().anyMatch(NonDefiningStepFinder::exchangesRows);
        return exchangesRows ? Optional.of("exchanges rows that exist") : Optional.empty();
    }

    /** Returns whether a clause exchanges rows; false for the swap of a rebuild, which keeps the rows of the table. */
    private static boolean exchangesRows(AlterClause clause) {
        boolean isRebuild = clause instanceof AlterClause.SwapTable swap
                && TemporaryName.isStaging(swap.otherTableName().text());
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
