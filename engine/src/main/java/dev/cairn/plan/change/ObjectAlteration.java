package dev.cairn.plan.change;

import dev.cairn.catalog.View;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.ReasonFormatter;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Plans the statements that alter an object, in a simulation that applies each of them, until the object has its
 * desired state or no statement brings it closer. In the second case, callers rebuild the object, or report the parts
 * that can't be altered.
 */
public abstract class ObjectAlteration {
    static final String UNREMOVABLE_PROPERTY_REASON =
            "StarRocks has no statement that removes the property; declare its present value to keep it";

    final Simulation simulation;
    final ObjectName name;
    private final SchemaObject desiredObject;
    private final Map<ObjectPart, String> reasonByPart = new HashMap<>();

    ObjectAlteration(Simulation simulation, ObjectName name, SchemaObject desiredObject) {
        this.simulation = simulation;
        this.name = name;
        this.desiredObject = desiredObject;
    }

    /**
     * Returns the alteration of an object.
     *
     * @param desiredObject an object of the same kind as the current one
     */
    public static ObjectAlteration of(Simulation simulation, ObjectName name, SchemaObject desiredObject) {
        if (desiredObject instanceof TableObject tableObject) {
            return new TableAlteration(simulation, name, tableObject.table());
        }
        return desiredObject instanceof ViewObject viewObject
                ? new ViewAlteration(simulation, name, viewObject.view())
                : new MaterializedViewAlteration(simulation, name, ((MaterializedViewObject) desiredObject).view());
    }

    /**
     * Plans the statements, and returns the parts that can't be altered, each with the server's reason if it gave one;
     * empty if the object then has its desired state.
     */
    public final SortedMap<ObjectPart, String> planStatements() {
        alter();
        SortedMap<ObjectPart, String> remainingParts = new TreeMap<>();
        findDifferingParts()
                .forEach(part -> remainingParts.put(part, reasonByPart.getOrDefault(part, describeUnalterable(part))));
        return remainingParts;
    }

    /** Returns why a part can't be altered although the server has refused no statement. */
    String describeUnalterable(ObjectPart part) {
        return part.unalterableReason(desiredObject.kind());
    }

    /** Plans the statements of all differing parts that statements can change. */
    abstract void alter();

    final SortedSet<ObjectPart> findDifferingParts() {
        return simulation.findDifferingParts(simulation.find(name).orElseThrow(), desiredObject);
    }

    final void recordReason(ObjectPart part, Refusal refusal) {
        reasonByPart.put(part, ReasonFormatter.format(refusal));
    }

    /** Plans a statement that changes a part. Returns false, and records the reason, if the server refuses it. */
    final boolean attempt(ObjectPart part, Statement statement, Marker... markers) {
        Optional<Refusal> refusal = simulation.attempt(statement, markers);
        refusal.ifPresent(reason -> recordReason(part, reason));
        return refusal.isEmpty();
    }

    /**
     * Replaces a view in place, so that its readers keep their access; ALTER VIEW would drop its comment. A separate
     * statement changes its SECURITY.
     */
    private static final class ViewAlteration extends ObjectAlteration {
        private final View desiredView;

        ViewAlteration(Simulation simulation, ObjectName name, View desiredView) {
            super(simulation, name, new ViewObject(desiredView));
            this.desiredView = desiredView;
        }

        @Override
        void alter() {
            SortedSet<ObjectPart> differingParts = findDifferingParts();
            ObjectPart security = ObjectPart.of(Kind.SECURITY);
            ObjectPart query = ObjectPart.of(Kind.QUERY);
            differingParts.stream()
                    .filter(part -> !part.equals(security))
                    .findFirst()
                    .ifPresent(firstPart -> attempt(
                            differingParts.contains(query) ? query : firstPart,
                            simulation.definitionStatements().buildReplaceView(name, desiredView),
                            invokerMarkers(differingParts.contains(security))));
            if (differingParts.contains(security)) {
                attempt(
                        security,
                        new ViewStatement.AlterViewSecurity(
                                name.toSqlName(simulation.session()), desiredView.security(), Span.NONE));
            }
        }

        /**
         * Returns the marker that the view keeps SECURITY INVOKER; an empty array if the view has another security, or
         * if its security also changes.
         */
        private Marker[] invokerMarkers(boolean isSecurityChanged) {
            return isSecurityChanged || desiredView.security() != ViewStatement.Security.INVOKER
                    ? new Marker[0]
                    : new Marker[] {
                        new Marker.KeepsSecurity(desiredView.security().name())
                    };
        }
    }
}
