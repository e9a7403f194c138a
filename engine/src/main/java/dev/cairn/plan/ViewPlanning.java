package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.plan.change.MaterializedViewRebuild;
import dev.cairn.plan.change.ObjectAlteration;
import dev.cairn.plan.change.ObjectRebuild;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.part.DependencyOrder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.plan.part.SchemaObject.OfView;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Objection.Kind;
import dev.cairn.plan.step.ReasonText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Plans views and materialized views, each after the relations that it reads. An unchanged view is never touched,
 * except to activate it.
 */
final class ViewPlanning {
    private final Simulation rehearsal;
    private final Catalog to;
    private final Map<ObjectName, ObjectName> newNames;
    private final List<Objection> impossible;

    ViewPlanning(Simulation rehearsal, Catalog to, Map<ObjectName, ObjectName> newNames, List<Objection> impossible) {
        this.rehearsal = rehearsal;
        this.to = to;
        this.newNames = newNames;
        this.impossible = impossible;
    }

    void plan(SortedSet<ObjectName> changed) {
        SortedSet<ObjectName> concerned = changed.stream()
                .filter(name -> SchemaObject.find(to, name)
                        .filter(object -> !(object instanceof OfTable))
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
        addReaders(concerned, changed);
        DependencyOrder order = DependencyOrder.of(to, concerned);
        order.cycles()
                .forEach(cycle -> object(
                        cycle.get(0),
                        "views read each other in a circle: "
                                + cycle.stream().map(ObjectName::toString).collect(Collectors.joining(" reads "))));
        order.order().stream()
                .filter(name -> order.cycles().stream().noneMatch(cycle -> cycle.contains(name)))
                .forEach(this::plan);
        newNames.forEach(this::dropRenamedView);
    }

    /** A view that reads a changed relation may already be inactive, or may become so. */
    private void addReaders(SortedSet<ObjectName> concerned, SortedSet<ObjectName> changed) {
        for (Database database : to.databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                ObjectName name = new ObjectName(database.name(), view.name());
                boolean reads =
                        view.definition().bases().stream().anyMatch(base -> changed.contains(ObjectName.of(base)));
                if (reads || isInactive(name)) {
                    concerned.add(name);
                }
            }
        }
    }

    private boolean isInactive(ObjectName name) {
        return rehearsal
                .find(name)
                .filter(object -> object instanceof OfMaterializedView held
                        && !held.view().active())
                .isPresent();
    }

    private void plan(ObjectName name) {
        SchemaObject wanted = SchemaObject.find(to, name).orElseThrow();
        if (wanted instanceof OfTable) {
            return;
        }
        Optional<SchemaObject> now = rehearsal.find(name);
        if (now.isEmpty()) {
            create(name, wanted);
        } else if (wanted instanceof OfView && now.get() instanceof OfView) {
            alter(name, wanted);
        } else if (wanted instanceof OfMaterializedView held && now.get() instanceof OfMaterializedView) {
            ObjectRebuild.alterOrRebuild(
                            rehearsal,
                            name,
                            wanted,
                            unprepared -> {},
                            fork -> new MaterializedViewRebuild(fork, name, held.view()))
                    .ifPresent(why -> object(name, why));
        }
    }

    private void alter(ObjectName name, SchemaObject wanted) {
        ObjectAlteration.of(rehearsal, name, wanted).carryOut().forEach((part, why) -> object(name, part + ": " + why));
    }

    private void create(ObjectName name, SchemaObject wanted) {
        rehearsal
                .attempt(rehearsal.statements().create(name, wanted))
                .ifPresent(refusal -> object(name, ReasonText.of(refusal)));
        if (wanted instanceof OfMaterializedView && rehearsal.find(name).isPresent()) {
            alter(name, wanted);
        }
    }

    /**
     * Transfers the grants of a renamed view to the new one, which already exists, and drops the old one once nothing
     * reads it.
     */
    private void dropRenamedView(ObjectName old, ObjectName now) {
        Optional<SchemaObject> view = rehearsal.find(old).filter(OfView.class::isInstance);
        if (view.isPresent()
                && rehearsal.find(now).isPresent()
                && SchemaObject.find(to, old).isEmpty()) {
            rehearsal.play(new Action(
                    List.of(new Marker.Grants(
                            old.in(rehearsal.session()).toString(),
                            now.in(rehearsal.session()).toString())),
                    null));
            rehearsal
                    .attempt(rehearsal.statements().drop(old, view.get()))
                    .ifPresent(refusal -> object(old, ReasonText.of(refusal)));
        }
    }

    private void object(ObjectName name, String why) {
        impossible.add(new Objection(Kind.IMPOSSIBLE, name, ReasonText.oneLine(why)));
    }
}
