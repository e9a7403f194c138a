package dev.cairn.internal.run.preparation;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.Step.Touched;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.RenamedText;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The objects that a step changes and reads.
 *
 * @param barrier whether the step may touch any object: it waits for all earlier steps, and all later steps wait for it
 */
public record Footprint(boolean barrier, Set<ObjectName> written, Set<ObjectName> read) {
    public static Footprint of(RunStep step) {
        if (step instanceof RunStep.OfGrants grants) {
            return new Footprint(false, Set.of(grants.to()), Set.of(grants.from()));
        }
        if (step instanceof RunStep.OfCounter counter) {
            return new Footprint(false, Set.of(counter.to()), Set.of(counter.from()));
        }
        return step instanceof RunStep.OfStatement sent ? of(sent) : new Footprint(true, Set.of(), Set.of());
    }

    private static Footprint of(RunStep.OfStatement sent) {
        Step step = sent.step();
        Statement statement = Objects.requireNonNull(step.action().statement());
        Set<ObjectName> written = new HashSet<>();
        step.touchedParts().stream().map(Touched::object).forEach(written::add);
        ObjectName object = step.object();
        if (object != null && !object.name().isEmpty()) {
            written.add(object);
        }
        sent.transfers().forEach(transfer -> written.add(transfer.to()));
        written.addAll(synchronousViews(sent.before(), written));
        written.addAll(synchronousViews(sent.after(), written));
        boolean database = written.stream().anyMatch(name -> name.name().isEmpty());
        boolean looksOnly = statement instanceof Statement.Select || statement instanceof Statement.Show;
        boolean known = looksOnly || statement.changedObject().isPresent();
        boolean wide = statement instanceof Statement.Use
                || (statement instanceof Statement.Recover recover
                        && recover.what() == Statement.Recover.What.DATABASE);
        return new Footprint(database || wide || !known, written, read(sent));
    }

    /** Synchronous materialized views are part of their table, but their names are unique in the whole database. */
    private static Set<ObjectName> synchronousViews(Catalog catalog, Set<ObjectName> tables) {
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
     * Returns all objects whose names occur in the text, and the objects to which they refer by queries and foreign keys:
     * rather too many than too few.
     */
    private static Set<ObjectName> read(RunStep.OfStatement sent) {
        Set<String> named = RenamedText.names(sent.text());
        Set<ObjectName> read = new HashSet<>();
        sent.transfers().forEach(transfer -> read.add(transfer.from()));
        addReferenced(sent.before(), named, read);
        addReferenced(sent.after(), named, read);
        return read;
    }

    private static void addReferenced(Catalog catalog, Set<String> named, Set<ObjectName> read) {
        catalog.databases()
                .values()
                .forEach(database ->
                        named.forEach(name -> SchemaObject.find(database, name).ifPresent(object -> {
                            read.add(new ObjectName(database.name(), name));
                            for (BaseRelation base : object.bases()) {
                                read.add(ObjectName.of(base));
                            }
                            if (object instanceof SchemaObject.OfTable held) {
                                DeclaredConstraints.of(catalog)
                                        .tablesReferredBy(held.table())
                                        .forEach(parent -> read.add(new ObjectName(
                                                parent.database(),
                                                parent.table().name())));
                            }
                        })));
    }

    /** Whether a step with this footprint can't begin before the earlier step has ended. */
    public boolean waitsFor(Footprint earlier) {
        return barrier
                || earlier.barrier
                || meet(earlier.written, written)
                || meet(earlier.written, read)
                || meet(earlier.read, written);
    }

    private static boolean meet(Collection<ObjectName> first, Collection<ObjectName> second) {
        return !Collections.disjoint(first, second);
    }
}
