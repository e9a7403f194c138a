package dev.cairn.plan.change;

import dev.cairn.engine.property.TableProperty;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Plans properties. SET accepts one property at a time, except for those of dynamic partitions and of the binlog. */
record PropertyChanges(TableDifference difference) {
    static final List<String> TOGETHER = List.of("dynamic_partition.", "binlog");

    /** A property can only be unset by setting its neutral value, which differs between properties. */
    private static final List<String> NEUTRAL = List.of("", "false", "0", "-1", "*", "true", "MAJORITY", "DEFAULT");

    List<Change> all() {
        List<Change> changes = new ArrayList<>();
        for (ObjectPart part : difference.differing()) {
            if (part.is(Kind.PROPERTY) && TOGETHER.stream().noneMatch(part.name()::startsWith)) {
                changes.add(change(part));
            }
        }
        TOGETHER.forEach(prefix -> changes.addAll(together(prefix)));
        // A table has to match the tables of a colocation group before it can join the group.
        changes.sort(Comparator.comparing(change -> change.part().equals(ObjectPart.property(ColocatedTables.GROUP))));
        return changes;
    }

    private Change change(ObjectPart part) {
        List<AlterClause> ways = new ArrayList<>();
        for (String value : values(part.name())) {
            ways.add(set(Property.of(part.name(), value)));
            // For some tables the server accepts such a property only with the prefix.
            if (TableProperty.find(part.name())
                    .filter(TableProperty::isPerPartition)
                    .isPresent()) {
                ways.add(set(Property.of("default." + part.name(), value)));
            }
        }
        return Change.of(part, ways.toArray(AlterClause[]::new));
    }

    private List<String> values(String name) {
        return difference.wanted().properties().value(name).map(List::of).orElse(NEUTRAL);
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
