package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.Step.TouchedPart;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.NameReplacer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The objects that a step changes and reads. Two steps may run in parallel if neither changes an object that the other
 * changes or reads.
 *
 * @param isBarrier whether the step may touch any object: it then waits for all earlier steps, and all later steps wait
 *     for it
 * @param changedObjects the changed objects; an empty name stands for the whole database
 * @param referencedObjects the objects that the step may read; possibly too many, but not too few
 * @param changedColocationGroups the colocation groups that an object joins or leaves: the server compares a new member
 *     with the present ones
 */
public record StepFootprint(
        boolean isBarrier,
        Set<ObjectName> changedObjects,
        Set<ObjectName> referencedObjects,
        Set<String> changedColocationGroups) {
    private StepFootprint(boolean isBarrier, Set<ObjectName> changedObjects, Set<ObjectName> referencedObjects) {
        this(isBarrier, changedObjects, referencedObjects, Set.of());
    }

    /** Returns the footprint of a step. Transactions and Java code are barriers. */
    public static StepFootprint of(RunStep step) {
        if (step instanceof RunStep.GrantStep grantStep) {
            return new StepFootprint(false, Set.of(grantStep.targetName()), Set.of(grantStep.sourceName()));
        }
        if (step instanceof RunStep.CounterStep counterStep) {
            return new StepFootprint(false, Set.of(counterStep.targetName()), Set.of(counterStep.sourceName()));
        }
        return step instanceof StatementStep statementStep
                ? of(statementStep)
                : new StepFootprint(true, Set.of(), Set.of());
    }

    private static StepFootprint of(StatementStep statementStep) {
        Step step = statementStep.simulatedStep();
        Statement statement = statementStep.requireStatement();
        Set<ObjectName> changedObjects = new HashSet<>();
        step.touchedParts().stream().map(TouchedPart::object).forEach(changedObjects::add);
        ObjectName object = step.object();
        if (object != null && !object.name().isEmpty()) {
            changedObjects.add(object);
        }
        statementStep.grantSteps().forEach(grantStep -> changedObjects.add(grantStep.targetName()));
        changedObjects.addAll(findQueryRollups(statementStep.catalogBefore(), changedObjects));
        changedObjects.addAll(findQueryRollups(statementStep.catalogAfter(), changedObjects));
        boolean changesDatabase =
                changedObjects.stream().anyMatch(name -> name.name().isEmpty());
        // A query can stop the run, as assert_true does, so it is a barrier.
        boolean hasKnownObjects =
                statement instanceof Statement.Show || statement.changedObject().isPresent();
        boolean affectsWholeDatabase = statement instanceof Statement.Use
                || (statement instanceof Statement.Recover recover
                        && recover.kind() == Statement.Recover.RecoverKind.DATABASE);
        Set<ObjectName> referencedObjects = findReferencedObjects(statementStep);
        return new StepFootprint(
                changesDatabase
                        || affectsWholeDatabase
                        || !hasKnownObjects
                        || readsServerState(statementStep, referencedObjects),
                changedObjects,
                referencedObjects,
                findChangedColocationGroups(statementStep, changedObjects));
    }

    private static Set<String> findChangedColocationGroups(
            StatementStep statementStep, Set<ObjectName> changedObjects) {
        Set<String> changedColocationGroups = new HashSet<>();
        for (ObjectName name : changedObjects) {
            Optional<String> groupBefore = findColocationGroup(statementStep.catalogBefore(), name);
            Optional<String> groupAfter = findColocationGroup(statementStep.catalogAfter(), name);
            if (!groupBefore.equals(groupAfter)) {
                groupBefore.ifPresent(changedColocationGroups::add);
                groupAfter.ifPresent(changedColocationGroups::add);
            }
        }
        return changedColocationGroups;
    }

    private static Optional<String> findColocationGroup(Catalog catalog, ObjectName name) {
        return SchemaObject.find(catalog, name)
                .flatMap(object -> object instanceof SchemaObject.TableObject tableObject
                        ? KnownProperty.COLOCATE_WITH.findValueIn(
                                tableObject.table().properties())
                        : object instanceof SchemaObject.MaterializedViewObject viewObject
                                ? KnownProperty.COLOCATE_WITH.findValueIn(
                                        viewObject.view().properties())
                                : Optional.empty())
                .filter(group -> !group.isEmpty());
    }

    /** Returns whether the statement may read a system database, which shows the effects of all statements. */
    private static boolean readsServerState(StatementStep statementStep, Set<ObjectName> referencedObjects) {
        Set<String> databaseNames = new HashSet<>(NameReplacer.collectNames(statementStep.text()));
        databaseNames.add(String.valueOf(statementStep.session().databaseName()));
        referencedObjects.forEach(object -> databaseNames.add(object.database()));
        return databaseNames.stream().anyMatch(SystemDatabases::contains);
    }

    /**
     * Returns the rollups that are written as synchronous materialized views. They are parts of their tables, but their
     * names are unique in the whole database.
     */
    private static Set<ObjectName> findQueryRollups(Catalog catalog, Set<ObjectName> tableNames) {
        Set<ObjectName> rollupNames = new HashSet<>();
        for (ObjectName name : tableNames) {
            catalog.findTable(name.database(), name.name()).stream()
                    .flatMap(table -> table.rollups().stream())
                    .filter(rollup -> rollup.query() != null)
                    .forEach(rollup -> rollupNames.add(name.withName(rollup.name())));
        }
        return rollupNames;
    }

    /**
     * Returns all objects whose names occur in the statement, and the objects to which they refer by queries and
     * foreign keys. The result may contain too many objects, but not too few.
     */
    private static Set<ObjectName> findReferencedObjects(StatementStep statementStep) {
        Set<String> names = NameReplacer.collectNames(statementStep.text());
        Set<ObjectName> referencedObjects = new HashSet<>();
        statementStep.grantSteps().forEach(grantStep -> referencedObjects.add(grantStep.sourceName()));
        addReferencedObjects(statementStep.catalogBefore(), names, referencedObjects);
        addReferencedObjects(statementStep.catalogAfter(), names, referencedObjects);
        return referencedObjects;
    }

    private static void addReferencedObjects(Catalog catalog, Set<String> names, Set<ObjectName> referencedObjects) {
        catalog.databases()
                .values()
                .forEach(database ->
                        names.forEach(name -> SchemaObject.find(database, name).ifPresent(object -> {
                            // Views that the object reads may have to be activated although no step of the run changes
                            // them.
                            referencedObjects.addAll(SchemaObject.collectNamesWithBases(
                                    catalog, new ObjectName(database.name(), name), base -> true));
                            if (object instanceof SchemaObject.TableObject tableObject) {
                                DeclaredConstraints.of(catalog)
                                        .findReferredTables(tableObject.table())
                                        .forEach(referredTable -> referencedObjects.add(new ObjectName(
                                                referredTable.databaseName(),
                                                referredTable.table().name())));
                            }
                        })));
    }

    /** Returns whether a step with this footprint can't begin before the earlier step has ended. */
    public boolean conflictsWith(StepFootprint earlierFootprint) {
        return isBarrier
                || earlierFootprint.isBarrier
                || !Collections.disjoint(earlierFootprint.changedColocationGroups, changedColocationGroups)
                || hasCommonObject(earlierFootprint.changedObjects, changedObjects)
                || hasCommonObject(earlierFootprint.changedObjects, referencedObjects)
                || hasCommonObject(earlierFootprint.referencedObjects, changedObjects);
    }

    private static boolean hasCommonObject(Collection<ObjectName> firstObjects, Collection<ObjectName> secondObjects) {
        return !Collections.disjoint(firstObjects, secondObjects);
    }
}
