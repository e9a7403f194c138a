package dev.cairn.plan.change;

import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Property;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Plans the changes of a table's properties.
 *
 * @param differingParts the parts in which the tables differ
 */
record PropertyChangePlanner(Table currentTable, Table desiredTable, SortedSet<ObjectPart> differingParts) {
    /**
     * Plans the changes of properties. A SET accepts one property at a time, except for the properties of dynamic
     * partitions and of the binlog.
     */
    List<TableChange> planChanges() {
        List<TableChange> changes = new ArrayList<>();
        for (ObjectPart part : differingParts) {
            if (part.hasKind(Kind.PROPERTY)
                    && KnownProperty.FAMILY_PREFIXES.stream().noneMatch(part.name()::startsWith)) {
                findNewValue(part.name()).ifPresent(value -> changes.add(planPropertyChange(part, value)));
            }
        }
        KnownProperty.FAMILY_PREFIXES.forEach(prefix -> changes.addAll(planFamilyChanges(prefix)));
        // A table has to match the tables of a colocation group before it can join the group.
        changes.sort(Comparator.comparing(
                change -> change.part().equals(ObjectPart.ofProperty(KnownProperty.COLOCATE_WITH.propertyName()))));
        return changes;
    }

    /** Returns the desired value of a property, or the value that resets it; empty if no value does. */
    private Optional<String> findNewValue(String propertyName) {
        return desiredTable
                .properties()
                .findValue(propertyName)
                .or(() -> KnownProperty.findDefinition(propertyName, OwnerKind.TABLE)
                        .flatMap(PropertyDefinition::resetValue));
    }

    private TableChange planPropertyChange(ObjectPart part, String value) {
        List<AlterClause> alternatives = new ArrayList<>();
        alternatives.add(AlterClause.SetProperties.of(Property.of(part.name(), value)));
        // For some tables, the server accepts such a property only by another name.
        KnownProperty.findDefinition(part.name(), OwnerKind.TABLE)
                .map(PropertyDefinition::alterName)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> alternatives.add(AlterClause.SetProperties.of(Property.of(name, value))));
        return TableChange.of(part, alternatives.toArray(AlterClause[]::new));
    }

    /** Plans the changes of the properties whose names begin with a prefix, which one SET changes together. */
    private List<TableChange> planFamilyChanges(String prefix) {
        List<ObjectPart> familyParts = differingParts.stream()
                .filter(part -> part.hasKind(Kind.PROPERTY) && part.name().startsWith(prefix))
                .toList();
        if (familyParts.isEmpty()) {
            return List.of();
        }
        List<Property> changedProperties = new ArrayList<>();
        for (ObjectPart part : familyParts) {
            findNewValue(part.name()).ifPresent(value -> changedProperties.add(Property.of(part.name(), value)));
        }
        List<AlterClause> alternatives = new ArrayList<>();
        boolean isFamilyUnset =
                currentTable.properties().settingByName().keySet().stream().noneMatch(name -> name.startsWith(prefix));
        if (!changedProperties.isEmpty()) {
            // The first SET of a family switches it on by default, so it contains all declared properties of the
            // family.
            if (!isFamilyUnset) {
                alternatives.add(AlterClause.SetProperties.of(changedProperties.toArray(Property[]::new)));
            }
            List<Property> declaredProperties = collectDeclaredProperties(prefix);
            if (!declaredProperties.isEmpty()) {
                alternatives.add(AlterClause.SetProperties.of(declaredProperties.toArray(Property[]::new)));
            }
        }
        String enablePropertyName = prefix.endsWith(".") ? prefix + "enable" : prefix + "_enable";
        if (currentTable.properties().hasProperty(enablePropertyName)) {
            alternatives.add(AlterClause.SetProperties.of(Property.of(enablePropertyName, "false")));
        }
        // A SET succeeds only if it changes the part of its change. It is possible that no statement can change the
        // first part; then a second part, which gets a value, is tried in its place.
        List<ObjectPart> changedParts = familyParts.stream()
                .filter(part -> part.equals(familyParts.get(0))
                        || changedProperties.stream()
                                .anyMatch(property -> property.name().equals(part.name())))
                .limit(2)
                .toList();
        return alternatives.isEmpty()
                ? List.of()
                : changedParts.stream()
                        .map(part -> TableChange.of(part, alternatives.toArray(AlterClause[]::new)))
                        .toList();
    }

    private List<Property> collectDeclaredProperties(String prefix) {
        List<Property> properties = new ArrayList<>();
        desiredTable.properties().settingByName().forEach((name, setting) -> {
            if (name.startsWith(prefix) && !setting.isAssumed()) {
                properties.add(Property.of(name, setting.value()));
            }
        });
        return properties;
    }
}
