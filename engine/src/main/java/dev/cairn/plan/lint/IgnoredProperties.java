package dev.cairn.plan.lint;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds properties of a statement that the server accepts and then ignores. */
final class IgnoredProperties {
    private IgnoredProperties() {}

    static List<String> findNames(SimulatedAction simulatedAction) {
        ObjectName target = simulatedAction.target();
        if (target == null) {
            return List.of();
        }
        Optional<SchemaObject> object = SchemaObject.find(simulatedAction.catalogAfter(), target);
        Optional<StoredProperties> storedProperties = object.flatMap(IgnoredProperties::findStoredProperties);
        OwnerKind holder = object.filter(TableObject.class::isInstance).isPresent()
                ? OwnerKind.TABLE
                : OwnerKind.MATERIALIZED_VIEW;
        List<String> ignoredNames = new ArrayList<>();
        for (Property property :
                collectDeclaredProperties(simulatedAction.action().statement())) {
            boolean isAlterOnlyName = KnownProperty.findByName(property.name()).isEmpty()
                    && KnownProperty.findByAlterName(property.name()).isPresent();
            boolean isUnset = KnownProperty.findDefinition(property.name(), holder)
                    .map(definition -> definition.isOmitted(property.value())
                            || definition.canonicalize(property.value()).isEmpty())
                    .orElseGet(() -> property.value().isEmpty());
            if (storedProperties.isPresent()
                    && !isUnset
                    && !isAlterOnlyName
                    && !storedProperties.get().hasProperty(property.name())) {
                ignoredNames.add(property.name());
            }
        }
        return ignoredNames;
    }

    private static Optional<StoredProperties> findStoredProperties(SchemaObject object) {
        if (object instanceof TableObject tableObject) {
            return Optional.of(tableObject.table().properties());
        }
        return object instanceof MaterializedViewObject viewObject
                ? Optional.of(viewObject.view().properties())
                : Optional.empty();
    }

    private static List<Property> collectDeclaredProperties(@Nullable Statement statement) {
        if (statement instanceof Statement.CreateTable create) {
            return create.properties();
        }
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return create.properties();
        }
        if (statement instanceof Statement.AlterTable alter
                && alter.clauses().size() == 1
                && alter.clauses().get(0) instanceof AlterClause.SetProperties set) {
            return set.properties();
        }
        return List.of();
    }
}
