package dev.cairn.plan.change;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.RefreshVariables;
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
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Alters a materialized view: its refresh scheme, properties, indexes, and whether it is active. Another query,
 * partitioning or sort key needs a rebuild.
 */
final class MaterializedViewAlteration extends ObjectAlteration {
    private static final ObjectPart ACTIVITY_PART = ObjectPart.of(Kind.ACTIVITY);

    private final MaterializedView desiredView;

    MaterializedViewAlteration(Simulation simulation, ObjectName name, MaterializedView desiredView) {
        super(simulation, name, new MaterializedViewObject(desiredView));
        this.desiredView = desiredView;
    }

    @Override
    String describeUnalterable(ObjectPart part) {
        boolean isRemovedProperty = part.hasKind(Kind.PROPERTY)
                && !part.name().startsWith(RefreshVariables.PREFIX)
                && !desiredView.properties().hasProperty(part.name());
        return isRemovedProperty ? UNREMOVABLE_PROPERTY_REASON : super.describeUnalterable(part);
    }

    @Override
    void alter() {
        SortedSet<ObjectPart> differingParts = findDifferingParts();
        if (differingParts.contains(ObjectPart.of(Kind.REFRESH))) {
            // The server identifies base tables by ids, and finds a rebuilt one only after an activation.
            if (differingParts.contains(ACTIVITY_PART) && desiredView.isActive()) {
                attempt(ACTIVITY_PART, new MaterializedViewChange.Activate());
            }
            attempt(ObjectPart.of(Kind.REFRESH), new MaterializedViewChange.SetRefresh(desiredView.refresh()));
        }
        setProperties(differingParts);
        differingParts.stream().filter(part -> part.hasKind(Kind.PROPERTY)).forEach(this::unsetProperty);
        changeIndexes(differingParts);
        changeActivity();
    }

    private boolean attempt(ObjectPart part, MaterializedViewChange change) {
        return attempt(part, simulation.definitionStatements().buildAlter(name, change));
    }

    /** Sets all properties at once; if the server refuses, sets them one by one to find the one that it refuses. */
    private void setProperties(SortedSet<ObjectPart> differingParts) {
        Set<String> changedPropertyNames = new TreeSet<>();
        differingParts.stream()
                .filter(part -> part.hasKind(Kind.PROPERTY))
                .map(ObjectPart::name)
                .forEach(changedPropertyNames::add);
        if (changedPropertyNames.contains(RefreshVariables.QUERY_TIMEOUT)
                && requireCurrentView().properties().hasProperty(RefreshVariables.QUERY_TIMEOUT)) {
            // A refresh may have copied the previous value.
            changedPropertyNames.add(RefreshVariables.INSERT_TIMEOUT);
        }
        List<Property> desiredProperties = new ArrayList<>();
        for (String propertyName : changedPropertyNames) {
            findDesiredValue(propertyName).ifPresent(value -> desiredProperties.add(Property.of(propertyName, value)));
        }
        if (desiredProperties.isEmpty()
                || attempt(
                        ObjectPart.ofProperty(desiredProperties.get(0).name()),
                        new MaterializedViewChange.SetViewProperties(desiredProperties))) {
            return;
        }
        for (Property property : desiredProperties) {
            attempt(
                    ObjectPart.ofProperty(property.name()),
                    new MaterializedViewChange.SetViewProperties(List.of(property)));
        }
    }

    private MaterializedView requireCurrentView() {
        return ((MaterializedViewObject) simulation.find(name).orElseThrow()).view();
    }

    private Optional<String> findDesiredValue(String propertyName) {
        Optional<String> value = desiredView.properties().findValue(propertyName);
        return value.isEmpty() && propertyName.equals(RefreshVariables.INSERT_TIMEOUT)
                ? desiredView.properties().findValue(RefreshVariables.QUERY_TIMEOUT)
                : value;
    }

    /**
     * Unsets a property by a value that is equivalent to its absence. A session variable does not have such a value, so
     * it remains set.
     */
    private void unsetProperty(ObjectPart part) {
        Optional<String> resetValue = KnownProperty.findDefinition(part.name(), OwnerKind.MATERIALIZED_VIEW)
                .flatMap(PropertyDefinition::resetValue);
        if (desiredView.properties().hasProperty(part.name()) || resetValue.isEmpty()) {
            return;
        }
        Simulation fork = simulation.fork();
        MaterializedViewAlteration trialAlteration = new MaterializedViewAlteration(fork, name, desiredView);
        boolean isSet = trialAlteration.attempt(
                part,
                new MaterializedViewChange.SetViewProperties(List.of(Property.of(part.name(), resetValue.get()))));
        if (isSet && !trialAlteration.findDifferingParts().contains(part)) {
            simulation.adopt(fork);
        }
    }

    private void changeIndexes(SortedSet<ObjectPart> differingParts) {
        MaterializedView currentView = requireCurrentView();
        List<IndexDefinition> desiredIndexes =
                ShowCreate.shownStatement(simulation.profile(), desiredView).indexes();
        List<TableChange> changes =
                new ArrayList<>(TableChange.createIndexDrops(currentView.indexes(), differingParts));
        changes.addAll(TableChange.createIndexAdditions(desiredIndexes, differingParts));
        for (TableChange change : changes) {
            attempt(
                    change.part(),
                    simulation
                            .definitionStatements()
                            .buildAlter(name, change.combinableClauses().get(0)));
        }
    }

    /**
     * Activates or deactivates the view if nothing else differs. The server analyzes the query again and refreshes the
     * view when it activates it.
     */
    private void changeActivity() {
        if (findDifferingParts().contains(ACTIVITY_PART) && findDifferingParts().size() == 1) {
            attempt(
                    ACTIVITY_PART,
                    desiredView.isActive()
                            ? new MaterializedViewChange.Activate()
                            : new MaterializedViewChange.Deactivate());
        }
    }
}
