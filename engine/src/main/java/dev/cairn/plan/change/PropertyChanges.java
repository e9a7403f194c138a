package dev.cairn.plan.change;

import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyUse;
import dev.cairn.engine.property.PropertyUse.Holder;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Plans properties. SET accepts one property at a time, except for those of dynamic partitions and of the binlog. */
record PropertyChanges(TableDifference difference) {
    List<Change> all() {
        List<Change> changes = new ArrayList<>();
        for (ObjectPart part : difference.differing()) {
            if (part.is(Kind.PROPERTY) && KnownProperty.FAMILIES.stream().noneMatch(part.name()::startsWith)) {
                changes.add(change(part));
            }
        }
        KnownProperty.FAMILIES.forEach(prefix -> changes.addAll(together(prefix)));
        // A table has to match the tables of a colocation group before it can join the group.
        changes.sort(Comparator.comparing(
                change -> change.part().equals(ObjectPart.property(KnownProperty.COLOCATE_WITH.text()))));
        return changes;
    }

    private Change change(ObjectPart part) {
        Optional<PropertyUse> use = KnownProperty.find(part.name()).flatMap(property -> property.use(Holder.TABLE));
        String value = difference
                .wanted()
                .properties()
                .value(part.name())
                .or(() -> use.flatMap(PropertyUse::neutral))
                .orElse("");
        List<AlterClause> ways = new ArrayList<>();
        ways.add(set(Property.of(part.name(), value)));
        // For some tables the server accepts such a property only by the other name.
        use.map(PropertyUse::alterName)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> ways.add(set(Property.of(name, value))));
        return Change.of(part, ways.toArray(AlterClause[]::new));
    }

    private static AlterClause set(Property... properties) {
        return new AlterClause.SetProperties(List.of(properties), Span.NONE);
    }

    private List<Change> together(String prefix) {
        List<ObjectPart> parts = difference.differing().stream()
                .filter(part -> part.is(Kind.PROPERTY) && part.name().startsWith(prefix))
                .toList();
        if (parts.isEmpty()) {
            return List.of();
        }
        List<Property> some = new ArrayList<>();
        for (ObjectPart part : parts) {
            difference
                    .wanted()
                    .properties()
                    .value(part.name())
                    .ifPresent(value -> some.add(Property.of(part.name(), value)));
        }
        List<AlterClause> ways = new ArrayList<>();
        if (!some.isEmpty()) {
            ways.add(set(some.toArray(Property[]::new)));
            ways.add(set(declared(prefix).toArray(Property[]::new)));
        }
        String enable = prefix.endsWith(".") ? prefix + "enable" : prefix + "_enable";
        if (difference.now().properties().has(enable)) {
            ways.add(set(Property.of(enable, "false")));
        }
        return ways.isEmpty() ? List.of() : List.of(Change.of(parts.get(0), ways.toArray(AlterClause[]::new)));
    }

    private List<Property> declared(String prefix) {
        List<Property> declared = new ArrayList<>();
        difference.wanted().properties().settings().forEach((name, setting) -> {
            if (name.startsWith(prefix) && !setting.assumed()) {
                declared.add(Property.of(name, setting.value()));
            }
        });
        return declared;
    }
}
