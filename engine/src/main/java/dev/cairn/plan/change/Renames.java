package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.plan.part.SchemaObject.OfView;
import dev.cairn.plan.step.RenameHint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The declared renames. A declaration stays in the source after it was recorded, so one whose old name no longer
 * exists, or whose new name already did, is ignored.
 */
public record Renames(List<Rename> all) {
    public static final Renames NONE = new Renames(List.of());

    public Renames {
        all = List.copyOf(all);
    }

    /** Returns the renames of the opposite direction. */
    public Renames reversed() {
        List<Rename> back = new ArrayList<>();
        for (Rename rename : all) {
            back.add(rename.reversed(before(rename.object())));
        }
        return new Renames(back);
    }

    private ObjectName before(ObjectName now) {
        return all.stream()
                .filter(rename ->
                        rename instanceof Rename.OfObject && rename.object().equals(now))
                .findFirst()
                .map(rename -> now.named(rename.from()))
                .orElse(now);
    }

    /**
     * The renames that apply between two catalogs.
     *
     * @param names old names to new ones
     * @param moves the renames in an order that works
     */
    public record OfObjects(Map<ObjectName, ObjectName> names, List<Move> moves) {}

    /** One rename; the new name is free when it is its turn. */
    public record Move(ObjectName from, ObjectName to) {}

    /**
     * Returns the renames of objects that apply. The similarity of the objects decides whether a cycle of names is
     * pending or already applied.
     */
    public OfObjects ofObjects(Catalog from, Catalog to, BiPredicate<ObjectName, ObjectName> isAlike) {
        Map<String, Map<String, String>> declared = new TreeMap<>();
        for (Rename rename : all) {
            ObjectName after = rename.object();
            if (rename instanceof Rename.OfObject && isOfOneKind(from, after.named(rename.from()), to, after)) {
                declared.computeIfAbsent(after.database(), database -> new LinkedHashMap<>())
                        .put(rename.from(), after.name());
            }
        }
        Map<ObjectName, ObjectName> names = new LinkedHashMap<>();
        List<Move> moves = new ArrayList<>();
        declared.forEach((database, renames) -> {
            ObjectName in = new ObjectName(database, "");
            RenameOrder order = new RenameOrder(
                    renames,
                    name -> isIn(from, database, name),
                    name -> isIn(to, database, name),
                    (old, now) -> isAlike.test(in.named(old), in.named(now)));
            order.applicable().forEach((old, now) -> names.put(in.named(old), in.named(now)));
            order.moves().forEach(move -> moves.add(new Move(in.named(move.from()), in.named(move.to()))));
        });
        return new OfObjects(names, moves);
    }

    private static boolean isIn(Catalog catalog, String database, String name) {
        return SchemaObject.find(catalog, new ObjectName(database, name)).isPresent();
    }

    private static boolean isOfOneKind(Catalog from, ObjectName before, Catalog to, ObjectName after) {
        return SchemaObject.find(from, before)
                .flatMap(old ->
                        SchemaObject.find(to, after).filter(now -> now.kind().equals(old.kind())))
                .isPresent();
    }

    /** Returns the declared renames of an object's columns. */
    public List<Rename.OfColumn> ofColumns(ObjectName object) {
        List<Rename.OfColumn> columns = new ArrayList<>();
        for (Rename rename : all) {
            if (rename instanceof Rename.OfColumn column && column.object().equals(object)) {
                columns.add(column);
            }
        }
        return columns;
    }

    /**
     * Returns possible renames that are not declared. They are reported as hints, and never carried out.
     *
     * @param replaced the objects that differ between the catalogs
     * @param renamed the declared renames of objects, old names to new ones
     */
    public List<RenameHint> hints(
            Catalog from, Catalog to, SortedSet<ObjectName> replaced, Map<ObjectName, ObjectName> renamed) {
        Detection detection = new Detection(from, to, this, new ArrayList<>());
        List<ObjectName> added = new ArrayList<>(replaced.stream()
                .filter(name -> Detection.isMissing(to, from, name) && !renamed.containsValue(name))
                .toList());
        replaced.stream()
                .filter(name -> Detection.isMissing(from, to, name) && !renamed.containsKey(name))
                .forEach(name -> detection.ofObject(name, added));
        replaced.stream()
                .filter(name -> Detection.isTable(from, name) && Detection.isTable(to, name))
                .forEach(detection::ofColumns);
        return detection.hints;
    }

    /** Finds possible renames by the columns of what is missing and what is new. */
    private record Detection(Catalog from, Catalog to, Renames renames, List<RenameHint> hints) {
        /** Whether an object of one catalog has no counterpart of its kind in the other one. */
        private static boolean isMissing(Catalog catalog, Catalog other, ObjectName name) {
            Optional<String> kind = SchemaObject.find(catalog, name).map(SchemaObject::kind);
            return kind.isPresent()
                    && !kind.equals(SchemaObject.find(other, name).map(SchemaObject::kind));
        }

        private static boolean isTable(Catalog catalog, ObjectName name) {
            return SchemaObject.find(catalog, name)
                    .filter(OfTable.class::isInstance)
                    .isPresent();
        }

        private static Table table(Catalog catalog, ObjectName name) {
            return ((OfTable) SchemaObject.find(catalog, name).orElseThrow()).table();
        }

        private void ofObject(ObjectName gone, List<ObjectName> added) {
            SchemaObject before = SchemaObject.find(from, gone).orElseThrow();
            Set<String> columns = columns(before);
            for (ObjectName candidate : added) {
                SchemaObject after = SchemaObject.find(to, candidate).orElseThrow();
                Set<String> common = new HashSet<>(columns(after));
                int size = Math.max(common.size(), columns.size());
                common.retainAll(columns);
                if (candidate.database().equals(gone.database())
                        && after.kind().equals(before.kind())
                        && 2 * common.size() > size) {
                    hints.add(new RenameHint(candidate, gone.name(), candidate.name()));
                    added.remove(candidate);
                    return;
                }
            }
        }

        private static Set<String> columns(SchemaObject object) {
            Stream<String> names;
            if (object instanceof OfTable held) {
                names = held.table().columns().stream().map(Column::name);
            } else if (object instanceof OfView held) {
                names = held.view().columns().stream().map(ViewColumn::name);
            } else {
                names = ((OfMaterializedView) object).view().columns().stream().map(ViewColumn::name);
            }
            return names.map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        }

        private void ofColumns(ObjectName name) {
            Table before = table(from, name);
            Table after = table(to, name);
            Set<String> declared =
                    renames.ofColumns(name).stream().map(Rename.OfColumn::to).collect(Collectors.toSet());
            List<Column> added = new ArrayList<>(after.columns().stream()
                    .filter(column -> before.column(column.name()).isEmpty() && !declared.contains(column.name()))
                    .toList());
            for (Column column : before.columns()) {
                if (after.column(column.name()).isPresent()) {
                    continue;
                }
                added.stream()
                        .filter(candidate -> candidate.type().equals(column.type()) && candidate.key() == column.key())
                        .findFirst()
                        .ifPresent(candidate -> {
                            hints.add(new RenameHint(name, column.name(), candidate.name()));
                            added.remove(candidate);
                        });
            }
        }
    }
}
