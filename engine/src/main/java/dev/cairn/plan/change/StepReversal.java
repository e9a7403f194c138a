package dev.cairn.plan.change;

import dev.cairn.engine.Engine;
import dev.cairn.engine.alter.AlterClauseKind;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.role.RolePlanning;
import dev.cairn.plan.role.SecuredNames;
import dev.cairn.plan.step.Destruction;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.ClusterAlteration.AlterationEffect;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Plans the statements that revert a single statement, like any other change: from the catalog after it to the
 * one before.
 */
final class StepReversal {
    private final SimulatedAction simulatedAction;
    private final Simulation reversal;

    private StepReversal(Engine engine, SimulatedAction simulatedAction) {
        this.simulatedAction = simulatedAction;
        this.reversal = new Simulation(engine, simulatedAction.sessionAfter(), simulatedAction.after());
    }

    /**
     * Returns the statements that revert an action; an empty list if it can't be reverted, for example because its rows
     * would be lost.
     */
    static List<Statement> plan(Engine engine, SimulatedAction simulatedAction) {
        ObjectName subject = simulatedAction.target();
        Statement statement = simulatedAction.action().statement();
        if (statement instanceof AccessStatement) {
            return planRoles(simulatedAction);
        }
        if (statement instanceof ClusterStatement cluster) {
            return planClusterObject(engine, simulatedAction, cluster);
        }
        // A dropped table could only be created again without its rows. Partitions that the server deletes some time
        // later may still be there.
        boolean isRestorable = simulatedAction.action().isSeed() || !destroysAtOnce(simulatedAction);
        if (!isRestorable || subject == null || statement == null || statement instanceof Statement.DropTable) {
            return List.of();
        }
        return new StepReversal(engine, simulatedAction).planObject(subject);
    }

    private static List<Statement> planRoles(SimulatedAction simulatedAction) {
        RolePlanning roles = new RolePlanning(new SecuredNames(simulatedAction.sessionAfter(), true));
        List<Statement> statements =
                new ArrayList<>(roles.planCreations(simulatedAction.after(), simulatedAction.before()));
        statements.addAll(roles.planChanges(simulatedAction.after(), simulatedAction.before()));
        return statements;
    }

    private static List<Statement> planClusterObject(
            Engine engine, SimulatedAction simulatedAction, ClusterStatement statement) {
        if (statement.kind().findColumnClause().isPresent() && destroysAtOnce(simulatedAction)) {
            return List.of(); // its rows would not come back
        }
        Simulation reversal = new Simulation(engine, simulatedAction.sessionAfter(), simulatedAction.after());
        new ClusterChanges(reversal, simulatedAction.before(), reverseRenames(simulatedAction, statement))
                .planStatements();
        return listStatements(reversal);
    }

    private static Renames reverseRenames(SimulatedAction simulatedAction, ClusterStatement statement) {
        List<Rename> renames = new ArrayList<>();
        if (statement instanceof AlterClusterObject alter) {
            ObjectName object = ObjectName.of(alter, simulatedAction.session());
            for (ClusterChange change : alter.changes()) {
                if (change.alteration().effect() == AlterationEffect.RENAME) {
                    change.items()
                            .forEach(item -> renames.add(new Rename.ColumnRename(
                                    object, item.value(), item.part().name())));
                }
            }
        }
        return new Renames(renames);
    }

    /**
     * Returns whether the statement deletes rows as it runs, and not only later, when the server has removed its
     * partitions.
     */
    private static boolean destroysAtOnce(SimulatedAction simulatedAction) {
        Destruction destruction = new Destruction(simulatedAction);
        return destruction.describeImmediate().isPresent()
                || (simulatedAction.action().isMarked(Marker.Destructive.class)
                        && destruction.laterDeletions().isEmpty());
    }

    private List<Statement> planObject(ObjectName subject) {
        Statement statement = Objects.requireNonNull(simulatedAction.action().statement());
        Optional<Statement> inverse = findInverse(statement, subject);
        if (inverse.isPresent()) {
            reversal.attempt(inverse.get());
        } else {
            restoreObject(subject);
        }
        return listStatements(reversal);
    }

    private static List<Statement> listStatements(Simulation reversal) {
        return reversal.simulatedActions().stream()
                .map(inverseAction ->
                        Objects.requireNonNull(inverseAction.action().statement()))
                .toList();
    }

    /**
     * Returns the statement that reverts another one by itself, whatever the object is like; empty if its definition
     * has to be restored.
     */
    private Optional<Statement> findInverse(Statement statement, ObjectName subject) {
        if (statement instanceof Statement.AlterTable alter && alter.clauses().size() == 1) {
            AlterClause clause = alter.clauses().get(0);
            ObjectName currentName = clause instanceof AlterClause.RenameTable rename
                    ? subject.withName(rename.newName().text())
                    : subject;
            return AlterClauseKind.of(clause)
                    .inverse(subject.name(), clause)
                    .map(inverse -> reversal.statements().alter(currentName, inverse));
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            if (alter.change() instanceof MaterializedViewChange.SwapView) {
                return Optional.of(statement);
            }
            if (alter.change() instanceof MaterializedViewChange.RenameView rename) {
                return Optional.of(reversal.statements()
                        .alter(
                                subject.withName(rename.newName().text()),
                                new MaterializedViewChange.RenameView(Name.of(subject.name()))));
            }
        }
        return Optional.empty();
    }

    private void restoreObject(ObjectName subject) {
        Optional<SchemaObject> before = SchemaObject.find(simulatedAction.before(), subject);
        Optional<SchemaObject> after = SchemaObject.find(simulatedAction.after(), subject);
        if (before.isEmpty() && after.isPresent()) {
            reversal.attempt(reversal.statements().drop(subject, after.get()));
        } else if (before.isPresent() && after.isEmpty()) {
            reversal.attempt(reversal.statements().create(subject, before.get()));
        } else if (before.isPresent() && !before.equals(after)) {
            planChange(
                    subject,
                    before.get(),
                    hasSeedRows(before.get())
                            || after.filter(StepReversal::hasSeedRows).isPresent());
        }
    }

    private static boolean hasSeedRows(SchemaObject object) {
        return object instanceof SchemaObject.TableObject tableObject
                && !tableObject.table().seedRows().isEmpty();
    }

    private void planChange(ObjectName subject, SchemaObject before, boolean changesSeedRows) {
        Simulation fork = reversal.fork();
        if (changesSeedRows && before instanceof SchemaObject.TableObject tableObject) {
            new SeedPlanning(fork, subject, tableObject.table()).deleteRows(List.of());
        }
        if (ObjectAlteration.of(fork, subject, before).planStatements().isEmpty()) {
            if (changesSeedRows && before instanceof SchemaObject.TableObject tableObject) {
                new SeedPlanning(fork, subject, tableObject.table()).writeRows();
            }
            reversal.adopt(fork);
        }
    }
}
