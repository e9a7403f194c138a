package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.NameReplacer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * The objects that a step changes and reads. Two steps may run in parallel if neither changes an object that the other
 * changes or reads.
 *
 * @param isBarrier whether the step may touch any object: it then waits for all earlier steps, and all later steps wait
 *     for it
 */
public record StepFootprint(boolean isBarrier, Set<ObjectName> writtenObjects, Set<ObjectName> readObjects) {
    public static StepFootprint of(RunStep step) {
        if (step instanceof RunStep.GrantStep grantStep) {
            return new StepFootprint(false, Set.of(grantStep.targetObject()), Set.of(grantStep.sourceObject()));
        }
        if (step instanceof RunStep.CounterStep counter) {
            return new StepFootprint(false, Set.of(counter.targetTable()), Set.of(counter.sourceTable()));
        }
        return step instanceof RunStep.StatementStep statementStep
                ? of(statementStep)
                : new StepFootprint(true, Set.of(), Set.of());
    }

    private static StepFootprint of(RunStep.StatementStep statementStep) {
        Step step = statementStep.step();
        Statement statement = statementStep.requireStatement();
        Set<ObjectName> writtenObjects = new HashSet<>();
        step.touchedParts().stream().map(TouchedPart::object).forEach(writtenObjects::add);
        ObjectName object = step.object();
        if (object != null && !object.name().isEmpty()) {
            writtenObjects.add(object);
        }
        statementStep.transfers().forEach(transfer -> writtenObjects.add(transfer.targetObject()));
        writtenObjects.addAll(findQueryRollups(statementStep.before(), writtenObjects));
        writtenObjects.addAll(findQueryRollups(statementStep.after(), writtenObjects));
        boolean changesDatabase =
                writtenObjects.stream().anyMatch(name -> name.name().isEmpty());
        // A query can stop the run, as assert_true does, so it is a barrier.
        boolean hasKnownObjects =
                statement instanceof Statement.Show || statement.changedObject().isPresent();
        boolean affectsWholeDatabase = statement instanceof Statement.Use
                || (statement instanceof Statement.Recover recover
                        && recover.kind() == Statement.Recover.RecoverKind.DATABASE);
        return new StepFootprint(
                changesDatabase || affectsWholeDatabase || !hasKnownObjects,
                writtenObjects,
                findReadObjects(statementStep));
    }

    /**
     * Returns the rollups of tables that are written as synchronous materialized views: they are parts of their table,
     * but their names are unique in the whole database.
     */
    private static Set<ObjectName> findQueryRollups(Catalog catalog, Set<ObjectName> tables) {
        Set<ObjectName> views = new HashSet<>();
        for (ObjectName name : tables) {
            catalog.table(name.database(), name.name()).stream()
                    .flatMap(table -> table.rollups().stream())
                    .filter(rollup -> rollup.query() != null)
                    .forEach(rollup -> views.add(name.withName(rollup.name())));
        }
        return views;
    }

    /**
     * Returns all objects whose names occur in the statement, and the objects to which they refer by queries and
     * foreign keys. The result may contain too many objects, but not too few.
     */
    private static Set<ObjectName> findReadObjects(RunStep.StatementStep statementStep) {
        Set<String> names = NameReplacer.collectNames(statementStep.text());
        Set<ObjectName> readObjects = new HashSet<>();
        statementStep.transfers().forEach(transfer -> readObjects.add(transfer.sourceObject()));
        addReferencedObjects(statementStep.before(), names, readObjects);
        addReferencedObjects(statementStep.after(), names, readObjects);
        return readObjects;
    }

    private static void addReferencedObjects(Catalog catalog, Set<String> names, Set<ObjectName> readObjects) {
        catalog.databases()
                .values()
                .forEach(database ->
                        names.forEach(name -> SchemaObject.find(database, name).ifPresent(object -> {
                            // Views below it may have to be activated although no step of the run changes them.
                            readObjects.addAll(SchemaObject.findWithBases(
                                    catalog, new ObjectName(database.name(), name), base -> true));
                            if (object instanceof SchemaObject.TableObject tableObject) {
                                DeclaredConstraints.of(catalog)
                                        .findReferredTables(tableObject.table())
                                        .forEach(parent -> readObjects.add(new ObjectName(
                                                parent.databaseName(),
                                                parent.table().name())));
                            }
                        })));
    }

    /** Returns whether a step with this footprint can't begin before the earlier step has ended. */
    public boolean conflictsWith(StepFootprint earlierFootprint) {
        return isBarrier
                || earlierFootprint.isBarrier
                || hasCommonObject(earlierFootprint.writtenObjects, writtenObjects)
                || hasCommonObject(earlierFootprint.writtenObjects, readObjects)
                || hasCommonObject(earlierFootprint.readObjects, writtenObjects);
    }

    private static boolean hasCommonObject(Collection<ObjectName> firstObjects, Collection<ObjectName> secondObjects) {
        return !Collections.disjoint(firstObjects, secondObjects);
    }
}
