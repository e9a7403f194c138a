package dev.cairn.plan.change;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Alters a materialized view: its refresh scheme, properties, indexes, and whether it is active. */
final class MaterializedViewAlteration extends ObjectAlteration {
    private static final ObjectPart ACTIVITY = ObjectPart.of(Kind.ACTIVITY);

    private final MaterializedView desired;

    MaterializedViewAlteration(Simulation simulation, ObjectName name, MaterializedView desired) {
        super(simulation, name, new MaterializedViewObject(desired));
        this.desired = desired;
    }

    @Override
    void alter() {
        SortedSet<ObjectPart> differing = differingParts();
        if (differing.contains(ObjectPart.of(Kind.REFRESH))) {
            // The server looks for the bases by their identity, and finds those of a rebuilt table only after an
            // activation.
            if (differing.contains(ACTIVITY) && desired.isActive()) {
                attempt(ACTIVITY, new MaterializedViewChange.Activate());
            }
            attempt(ObjectPart.of(Kind.REFRESH), new MaterializedViewChange.SetRefresh(desired.refresh()));
        }
        setProperties(differing);
        differing.stream().filter(part -> part.is(Kind.PROPERTY)).forEach(this::unset);
        changeIndexes(differing);
        activate();
    }

    private boolean attempt(ObjectPart part, MaterializedViewChange change) {
        return attempt(part, simulation.statements().alter(name, change));
    }

    /** Sets all properties at once; if the server refuses, sets them one by one to find the one that it refuses. */
    private void setProperties(SortedSet<ObjectPart> differing) {
        List<Property> declared = new ArrayList<>();
        for (ObjectPart part : differing) {
            if (part.is(Kind.PROPERTY)) {
                desired.properties()
                        .value(part.name())
                        .ifPresent(value -> declared.add(Property.of(part.name(), value)));
            }
        }
        if (declared.isEmpty()
                || attempt(
                        ObjectPart.property(declared.get(0).name()),
                        new MaterializedViewChange.SetViewProperties(declared))) {
            return;
        }
        for (Property property : declared) {
            attempt(
                    ObjectPart.property(property.name()),
                    new MaterializedViewChange.SetViewProperties(List.of(property)));
        }
    }

    /**
     * A property can only be unset by a value that is equivalent to its absence; a session variable has no such value.
     */
    private void unset(ObjectPart part) {
        Optional<String> neutral =
                KnownProperty.findUse(part.name(), Holder.MATERIALIZED_VIEW).flatMap(PropertyUse::resetValue);
        if (desired.properties().has(part.name()) || neutral.isEmpty()) {
            return;
        }
        Simulation fork = simulation.fork();
        MaterializedViewAlteration attempted = new MaterializedViewAlteration(fork, name, desired);
        boolean set = attempted.attempt(
                part, new MaterializedViewChange.SetViewProperties(List.of(Property.of(part.name(), neutral.get()))));
        if (set && !attempted.differingParts().contains(part)) {
            simulation.adopt(fork);
        }
    }

    private void changeIndexes(SortedSet<ObjectPart> differing) {
        MaterializedView current =
                ((MaterializedViewObject) simulation.find(name).orElseThrow()).view();
        List<IndexDefinition> after =
                ShowCreate.shownStatement(simulation.profile(), desired).indexes();
        List<TableChange> changes = new ArrayList<>(TableChange.ofDroppedIndexes(current.indexes(), differing));
        changes.addAll(TableChange.ofAddedIndexes(after, differing));
        for (TableChange change : changes) {
            attempt(
                    change.part(),
                    simulation.statements().alter(name, change.clauses().get(0)));
        }
    }

    /**
     * Activates or deactivates the view if nothing else differs. Activation analyses the query again and refreshes the
     * view.
     */
    private void activate() {
        if (differingParts().contains(ACTIVITY) && differingParts().size() == 1) {
            attempt(
                    ACTIVITY,
                    desired.isActive()
                            ? new MaterializedViewChange.Activate()
                            : new MaterializedViewChange.Deactivate());
        }
    }
}
