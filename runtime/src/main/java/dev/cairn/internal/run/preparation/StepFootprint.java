package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.BaseRelation;
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
 * The objects that a step changes and reads. Two steps may run in parallel if neither changes an object of the other.
 *
 * @param isBarrier whether the step may touch any object: it waits for all earlier steps, and all later steps wait for
 *     it
 */
public record StepFootprint(boolean isBarrier, Set<ObjectName> writtenObjects, Set<ObjectName> readObjects) {
    public static StepFootprint of(RunStep step) {
        if (step instanceof RunStep.GrantStep grantStep) {
            return new StepFootprint(false, Set.of(grantStep.targetObject()), Set.of(grantStep.sourceObject()));
        }
        if (step instanceof RunStep.CounterStep counter) {
            return new StepFootprint(false, Set.of(counter.targetTable()), Set.of(counter.sourceTable()));
        }
        return step instanceof RunStep.StatementStep sentStatement
                ? of(sentStatement)
                : new StepFootprint(true, Set.of(), Set.of());
    }

    private static StepFootprint of(RunStep.StatementStep sentStatement) {
        Step step = sentStatement.step();
        Statement statement = sentStatement.requireStatement();
        Set<ObjectName> writtenNames = new HashSet<>();
        step.touchedParts().stream().map(TouchedPart::object).forEach(writtenNames::add);
        ObjectName object = step.object();
        if (object != null && !object.name().isEmpty()) {
            writtenNames.add(object);
        }
        sentStatement.transfers().forEach(transfer -> writtenNames.add(transfer.targetObject()));
        writtenNames.addAll(findSynchronousViews(sentStatement.before(), writtenNames));
        writtenNames.addAll(findSynchronousViews(sentStatement.after(), writtenNames));
        boolean changesDatabase =
                writtenNames.stream().anyMatch(name -> name.name().isEmpty());
        // A query can stop the run, as assert_true does, so that it is a barrier.
        boolean isKnown =
                statement instanceof Statement.Show || statement.changedObject().isPresent();
        boolean affectsWholeDatabase = statement instanceof Statement.Use
                || (statement instanceof Statement.Recover recover
                        && recover.kind() == Statement.Recover.RecoverKind.DATABASE);
        return new StepFootprint(
                changesDatabase || affectsWholeDatabase || !isKnown, writtenNames, findReadObjects(sentStatement));
    }

    /** Synchronous materialized views are part of their table, but their names are unique in the whole database. */
    private static Set<ObjectName> findSynchronousViews(Catalog catalog, Set<ObjectName> tables) {
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
     * Returns all objects whose names occur in the text, and the objects to which they refer by queries and foreign
     * keys: rather too many than too few.
     */
    private static Set<ObjectName> findReadObjects(RunStep.StatementStep sentStatement) {
        Set<String> names = NameReplacer.collectNames(sentStatement.text());
        Set<ObjectName> readNames = new HashSet<>();
        sentStatement.transfers().forEach(transfer -> readNames.add(transfer.sourceObject()));
        addReferenced(sentStatement.before(), names, readNames);
        addReferenced(sentStatement.after(), names, readNames);
        return readNames;
    }

    private static void addReferenced(Catalog catalog, Set<String> names, Set<ObjectName> readNames) {
        catalog.databases()
                .values()
                .forEach(database ->
                        names.forEach(name -> SchemaObject.find(database, name).ifPresent(object -> {
                            readNames.add(new ObjectName(database.name(), name));
                            for (BaseRelation base : object.baseRelations()) {
                                readNames.add(ObjectName.of(base));
                            }
                            if (object instanceof SchemaObject.TableObject tableObject) {
                                DeclaredConstraints.of(catalog)
                                        .findReferredTables(tableObject.table())
                                        .forEach(parent -> readNames.add(new ObjectName(
                                                parent.database(),
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

    private static boolean hasCommonObject(Collection<ObjectName> first, Collection<ObjectName> second) {
        return !Collections.disjoint(first, second);
    }
}
