package dev.cairn.plan.change;

import dev.cairn.engine.Engine;
import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.role.RolePlanner;
import dev.cairn.plan.role.SecuredNames;
import dev.cairn.plan.step.Destruction;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Plans the statements that revert a single statement: a change from the catalog after the statement to the catalog
 * before it.
 */
final class StepReversalPlanner {
    private final SimulatedAction simulatedAction;
    private final Simulation reversalSimulation;

    private StepReversalPlanner(Engine engine, SimulatedAction simulatedAction) {
        this.simulatedAction = simulatedAction;
        this.reversalSimulation =
                new Simulation(engine, simulatedAction.sessionAfter(), simulatedAction.catalogAfter());
    }

    /**
     * Returns the statements that revert an action; an empty list if it can't be reverted, for example because its rows
     * would be lost.
     */
    static List<Statement> plan(Engine engine, SimulatedAction simulatedAction) {
        ObjectName target = simulatedAction.target();
        Statement statement = simulatedAction.action().statement();
        if (statement instanceof AccessStatement) {
            return planRoleReversal(simulatedAction);
        }
        if (statement instanceof ClusterStatement clusterStatement) {
            return planClusterObjectReversal(engine, simulatedAction, clusterStatement);
        }
        // A dropped table could only be created again without its rows. Partitions that the server deletes some time
        // later may still exist.
        boolean isRestorable = simulatedAction.action().isSeed() || !destroysImmediately(simulatedAction);
        if (!isRestorable || target == null || statement == null || statement instanceof Statement.DropTable) {
            return List.of();
        }
        return new StepReversalPlanner(engine, simulatedAction).planObjectReversal(target);
    }

    private static List<Statement> planRoleReversal(SimulatedAction simulatedAction) {
        RolePlanner rolePlanner = new RolePlanner(SecuredNames.ofMigrations(simulatedAction.sessionAfter()));
        List<Statement> statements = new ArrayList<>(
                rolePlanner.planCreations(simulatedAction.catalogAfter(), simulatedAction.catalogBefore()));
        statements.addAll(rolePlanner.planChanges(simulatedAction.catalogAfter(), simulatedAction.catalogBefore()));
        return statements;
    }

    private static List<Statement> planClusterObjectReversal(
            Engine engine, SimulatedAction simulatedAction, ClusterStatement statement) {
        if (statement.kind().findColumnClause().isPresent() && destroysImmediately(simulatedAction)) {
            return List.of(); // the rows would not come back
        }
        Simulation reversalSimulation =
                new Simulation(engine, simulatedAction.sessionAfter(), simulatedAction.catalogAfter());
        boolean isComplete = new ClusterChangePlanner(
                        reversalSimulation,
                        simulatedAction.catalogBefore(),
                        createReverseRenames(simulatedAction, statement))
                .planStatements()
                .isEmpty();
        return isComplete ? collectStatements(reversalSimulation) : List.of();
    }

    private static Renames createReverseRenames(SimulatedAction simulatedAction, ClusterStatement statement) {
        List<Rename> renames = new ArrayList<>();
        if (statement instanceof AlterClusterObject alter) {
            ObjectName objectName = ObjectName.of(alter, simulatedAction.sessionBefore());
            for (ClusterChange change : alter.changes()) {
                if (change.alteration().effect() == AlterationEffect.RENAME) {
                    change.items()
                            .forEach(item -> renames.add(new Rename.ColumnRename(
                                    objectName, item.value(), item.part().name())));
                }
            }
        }
        return new Renames(renames);
    }

    /**
     * Returns whether the statement deletes rows when it runs rather than only later, when the server removes dropped
     * partitions.
     */
    private static boolean destroysImmediately(SimulatedAction simulatedAction) {
        Destruction destruction = new Destruction(simulatedAction);
        return destruction.describeImmediateLoss().isPresent()
                || (simulatedAction.action().isMarked(Marker.Destructive.class)
                        && destruction.describeLaterDeletions().isEmpty());
    }

    private List<Statement> planObjectReversal(ObjectName target) {
        Statement statement = Objects.requireNonNull(simulatedAction.action().statement());
        Optional<Statement> inverseStatement = findInverse(statement, target);
        if (inverseStatement.isPresent()) {
            reversalSimulation.attempt(inverseStatement.get());
        } else {
            restoreObject(target);
        }
        return collectStatements(reversalSimulation);
    }

    private static List<Statement> collectStatements(Simulation reversalSimulation) {
        return reversalSimulation.simulatedActions().stream()
                .map(inverseAction ->
                        Objects.requireNonNull(inverseAction.action().statement()))
                .toList();
    }

    /**
     * Returns the statement that reverts another one, such as a rename, if it can be derived from that statement alone;
     * empty if the definition of the object has to be restored.
     */
    private Optional<Statement> findInverse(Statement statement, ObjectName target) {
        if (statement instanceof Statement.AlterTable alter && alter.clauses().size() == 1) {
            AlterClause clause = alter.clauses().get(0);
            ObjectName currentName = clause instanceof AlterClause.RenameTable rename
                    ? target.withName(rename.newName().text())
                    : target;
            return AlterClauseKind.of(clause)
                    .findInverse(target.name(), clause)
                    .map(inverse -> reversalSimulation.definitionStatements().buildAlter(currentName, inverse));
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            if (alter.change() instanceof MaterializedViewChange.SwapView) {
                return Optional.of(statement);
            }
            if (alter.change() instanceof MaterializedViewChange.RenameView rename) {
                return Optional.of(reversalSimulation
                        .definitionStatements()
                        .buildAlter(
                                target.withName(rename.newName().text()),
                                new MaterializedViewChange.RenameView(Name.of(target.name()))));
            }
        }
        return Optional.empty();
    }

    /** Plans to drop, create or alter the object as it was before the statement; plans nothing if this is refused. */
    private void restoreObject(ObjectName target) {
        Optional<SchemaObject> objectBefore = SchemaObject.find(simulatedAction.catalogBefore(), target);
        Optional<SchemaObject> objectAfter = SchemaObject.find(simulatedAction.catalogAfter(), target);
        if (objectBefore.isEmpty() && objectAfter.isPresent()) {
            reversalSimulation.attempt(reversalSimulation.definitionStatements().buildDrop(target, objectAfter.get()));
        } else if (objectBefore.isPresent() && objectAfter.isEmpty()) {
            reversalSimulation.attempt(reversalSimulation.buildCreateStatement(target, objectBefore.get()));
        } else if (objectBefore.isPresent() && !objectBefore.equals(objectAfter)) {
            planAlteration(
                    target,
                    objectBefore.get(),
                    hasSeedRows(objectBefore.get())
                            || objectAfter
                                    .filter(StepReversalPlanner::hasSeedRows)
                                    .isPresent());
        }
    }

    private static boolean hasSeedRows(SchemaObject object) {
        return object instanceof SchemaObject.TableObject tableObject
                && !tableObject.table().seedRows().isEmpty();
    }

    private void planAlteration(ObjectName target, SchemaObject objectBefore, boolean mayChangeSeedRows) {
        Simulation fork = reversalSimulation.fork();
        if (mayChangeSeedRows && objectBefore instanceof SchemaObject.TableObject tableObject) {
            new SeedPlanner(fork, target, tableObject.table()).planDeletes(List.of());
        }
        if (ObjectAlteration.of(fork, target, objectBefore).planStatements().isEmpty()) {
            if (mayChangeSeedRows && objectBefore instanceof SchemaObject.TableObject tableObject) {
                new SeedPlanner(fork, target, tableObject.table()).planInserts();
            }
            reversalSimulation.adopt(fork);
        }
    }
}
