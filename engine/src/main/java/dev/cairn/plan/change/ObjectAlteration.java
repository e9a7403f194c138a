package dev.cairn.plan.change;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.View;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.plan.part.SchemaObject.OfView;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Alters an object until it has its desired state, or until no statement brings it closer. */
public abstract class ObjectAlteration {
    final Simulation simulation;
    final ObjectName name;
    private final SchemaObject desired;
    private final Map<ObjectPart, String> reasons = new HashMap<>();

    ObjectAlteration(Simulation simulation, ObjectName name, SchemaObject desired) {
        this.simulation = simulation;
        this.name = name;
        this.desired = desired;
    }

    /**
     * Returns the alteration of an object.
     *
     * @param desired an object of the same kind as the present one
     */
    public static ObjectAlteration of(Simulation simulation, ObjectName name, SchemaObject desired) {
        if (desired instanceof OfTable held) {
            return new TableAlteration(simulation, name, held.table());
        }
        return desired instanceof OfView held
                ? new ViewAlteration(simulation, name, held.view())
                : new MaterializedViewAlteration(simulation, name, ((OfMaterializedView) desired).view());
    }

    /**
     * Returns the parts that can't be altered, each with the server's reason if it gave one; empty if the object is as
     * desired.
     */
    public final SortedMap<ObjectPart, String> carryOut() {
        alter();
        SortedMap<ObjectPart, String> left = new TreeMap<>();
        differing().forEach(part -> left.put(part, reasons.getOrDefault(part, part.unalterableReason(desired.kind()))));
        return left;
    }

    abstract void alter();

    final SortedSet<ObjectPart> differing() {
        return simulation.difference(simulation.find(name).orElseThrow(), desired);
    }

    final void explain(ObjectPart part, Refusal refusal) {
        reasons.put(part, ReasonText.of(refusal));
    }

    /** Sends a statement that changes a part. Returns false, and keeps the reason, if the server refuses it. */
    final boolean attempt(ObjectPart part, Statement statement, Marker... markers) {
        Optional<Refusal> refusal = simulation.attempt(statement, markers);
        refusal.ifPresent(why -> explain(part, why));
        return refusal.isEmpty();
    }

    /**
     * Replaces a view in place, so that its readers keep their access; ALTER VIEW would drop its comment. Its SECURITY is
     * changed by a separate statement.
     */
    private static final class ViewAlteration extends ObjectAlteration {
        private final View desired;

        ViewAlteration(Simulation simulation, ObjectName name, View desired) {
            super(simulation, name, new OfView(desired));
            this.desired = desired;
        }

        @Override
        void alter() {
            SortedSet<ObjectPart> differing = differing();
            ObjectPart security = ObjectPart.of(Kind.SECURITY);
            ObjectPart query = ObjectPart.of(Kind.QUERY);
            differing.stream()
                    .filter(part -> !part.equals(security))
                    .findFirst()
                    .ifPresent(first -> attempt(
                            differing.contains(query) ? query : first,
                            simulation.statements().view(name, desired, true),
                            kept(differing.contains(security))));
            if (differing.contains(security)) {
                attempt(
                        security,
                        new ViewStatement.SecureView(name.in(simulation.session()), desired.security(), Span.NONE));
            }
        }

        /** Returns the marker of a view that runs with the privileges of the user who queries it, unless that changes, too. */
        private Marker[] kept(boolean changes) {
            return changes || desired.security() != ViewStatement.Security.INVOKER
                    ? new Marker[0]
                    : new Marker[] {new Marker.KeepsSecurity(desired.security().name())};
        }
    }

    /** Alters a materialized view: its refresh scheme, properties, indexes, and whether it is active. */
    private static final class MaterializedViewAlteration extends ObjectAlteration {
        private final MaterializedView desired;

        MaterializedViewAlteration(Simulation simulation, ObjectName name, MaterializedView desired) {
            super(simulation, name, new OfMaterializedView(desired));
            this.desired = desired;
        }

        @Override
        void alter() {
            SortedSet<ObjectPart> differing = differing();
            if (differing.contains(ObjectPart.of(Kind.REFRESH))) {
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
                            new MaterializedViewChange.SetProperties(declared))) {
                return;
            }
            for (Property property : declared) {
                attempt(
                        ObjectPart.property(property.name()),
                        new MaterializedViewChange.SetProperties(List.of(property)));
            }
        }

        /**
         * A property can only be unset by a value that is equivalent to its absence; a session variable has no such value.
         */
        private void unset(ObjectPart part) {
            Optional<String> neutral = KnownProperty.find(part.name())
                    .flatMap(property -> property.use(Holder.MATERIALIZED_VIEW))
                    .flatMap(PropertyUse::neutral);
            if (desired.properties().has(part.name()) || neutral.isEmpty()) {
                return;
            }
            Simulation fork = simulation.fork();
            MaterializedViewAlteration tried = new MaterializedViewAlteration(fork, name, desired);
            boolean set = tried.attempt(
                    part, new MaterializedViewChange.SetProperties(List.of(Property.of(part.name(), neutral.get()))));
            if (set && !tried.differing().contains(part)) {
                simulation.take(fork);
            }
        }

        private void changeIndexes(SortedSet<ObjectPart> differing) {
            MaterializedView now = ((OfMaterializedView) simulation.find(name).orElseThrow()).view();
            List<IndexDefinition> after =
                    ShowCreate.shown(simulation.profile(), desired).indexes();
            List<Change> changes = new ArrayList<>(Change.ofDroppedIndexes(now.indexes(), differing));
            changes.addAll(Change.ofAddedIndexes(after, differing));
            for (Change change : changes) {
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
            ObjectPart activity = ObjectPart.of(Kind.ACTIVITY);
            if (differing().contains(activity) && differing().size() == 1) {
                attempt(
                        activity,
                        desired.active()
                                ? new MaterializedViewChange.Activate()
                                : new MaterializedViewChange.Deactivate());
            }
        }
    }
}
