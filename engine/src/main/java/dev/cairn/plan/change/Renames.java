package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.RenameHint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * The declared renames. A declaration stays in the source after it was recorded, so one whose old name no longer
 * exists, or whose new name already did, is ignored.
 */
public record Renames(List<Rename> declaredRenames) {
    public static final Renames NONE = new Renames(List.of());

    public Renames {
        declaredRenames = List.copyOf(declaredRenames);
    }

    /** Returns the renames of the opposite direction. */
    public Renames reverse() {
        List<Rename> back = new ArrayList<>();
        for (Rename rename : declaredRenames) {
            back.add(rename.reverse(oldNameOf(rename.object())));
        }
        return new Renames(back);
    }

    private ObjectName oldNameOf(ObjectName currentName) {
        return declaredRenames.stream()
                .filter(rename ->
                        rename instanceof Rename.ObjectRename && rename.object().equals(currentName))
                .findFirst()
                .map(rename -> currentName.withName(rename.oldName()))
                .orElse(currentName);
    }

    /**
     * The renames that apply between two catalogs.
     *
     * @param newNames old names to new ones
     * @param steps the renames in an order that works
     * @param ambiguousCycles cycles of names that are as likely pending as applied; they do not apply
     * @param occupiedSteps renames whose new names other objects have; they do not apply
     */
    public record ObjectRenames(
            Map<ObjectName, ObjectName> newNames,
            List<ObjectRenameStep> steps,
            List<List<ObjectName>> ambiguousCycles,
            List<ObjectRenameStep> occupiedSteps) {}

    /** One rename; its new name is free once the previous steps are carried out. */
    public record ObjectRenameStep(ObjectName oldName, ObjectName newName) {
        /** Describes a rename to a name that is not free. */
        public String describeOccupied() {
            return ColumnRenames.describeOccupied("table or view", oldName.name(), newName.name());
        }
    }

    /**
     * Returns the renames of objects that apply. The similarity of the objects decides whether a cycle of names is
     * pending or already applied.
     */
    public ObjectRenames ofObjects(
            Catalog currentCatalog, Catalog desiredCatalog, BiPredicate<ObjectName, ObjectName> isAlike) {
        Map<String, Map<String, String>> declared = new TreeMap<>();
        for (Rename rename : declaredRenames) {
            ObjectName after = rename.object();
            if (rename instanceof Rename.ObjectRename
                    && isOfOneKind(currentCatalog, after.withName(rename.oldName()), desiredCatalog, after)) {
                declared.computeIfAbsent(after.database(), database -> new LinkedHashMap<>())
                        .put(rename.oldName(), after.name());
            }
        }
        Map<ObjectName, ObjectName> names = new LinkedHashMap<>();
        List<ObjectRenameStep> moves = new ArrayList<>();
        List<List<ObjectName>> unclear = new ArrayList<>();
        List<ObjectRenameStep> occupied = new ArrayList<>();
        declared.forEach((database, renames) -> {
            ObjectName in = new ObjectName(database, "");
            RenameOrder order = new RenameOrder(
                    renames,
                    name -> isIn(currentCatalog, database, name),
                    name -> isIn(desiredCatalog, database, name),
                    (old, currentName) -> isAlike.test(in.withName(old), in.withName(currentName)));
            order.applicable().forEach((old, currentName) -> names.put(in.withName(old), in.withName(currentName)));
            order.unclear()
                    .forEach(cycle ->
                            unclear.add(cycle.stream().map(in::withName).toList()));
            order.moves()
                    .forEach(move ->
                            moves.add(new ObjectRenameStep(in.withName(move.oldName()), in.withName(move.newName()))));
            order.occupiedSteps()
                    .forEach(move -> occupied.add(
                            new ObjectRenameStep(in.withName(move.oldName()), in.withName(move.newName()))));
        });
        return new ObjectRenames(names, moves, unclear, occupied);
    }

    private static boolean isIn(Catalog catalog, String database, String name) {
        return SchemaObject.find(catalog, new ObjectName(database, name)).isPresent();
    }

    private static boolean isOfOneKind(
            Catalog currentCatalog, ObjectName before, Catalog desiredCatalog, ObjectName after) {
        return SchemaObject.find(currentCatalog, before)
                .flatMap(old -> SchemaObject.find(desiredCatalog, after)
                        .filter(currentName -> currentName.kind().equals(old.kind())))
                .isPresent();
    }

    /** Returns the declared renames of an object's columns. */
    public List<Rename.ColumnRename> ofColumns(ObjectName object) {
        List<Rename.ColumnRename> columns = new ArrayList<>();
        for (Rename rename : declaredRenames) {
            if (rename instanceof Rename.ColumnRename column && column.object().equals(object)) {
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
            Catalog currentCatalog,
            Catalog desiredCatalog,
            SortedSet<ObjectName> replaced,
            Map<ObjectName, ObjectName> renamed) {
        RenameDetection detection = new RenameDetection(currentCatalog, desiredCatalog, this, new ArrayList<>());
        List<ObjectName> added = new ArrayList<>(replaced.stream()
                .filter(name ->
                        RenameDetection.isMissing(desiredCatalog, currentCatalog, name) && !renamed.containsValue(name))
                .toList());
        replaced.stream()
                .filter(name ->
                        RenameDetection.mayBeGone(currentCatalog, desiredCatalog, name) && !renamed.containsKey(name))
                .forEach(name -> detection.detectObjectRename(name, added));
        replaced.stream()
                .filter(name ->
                        RenameDetection.isTable(currentCatalog, name) && RenameDetection.isTable(desiredCatalog, name))
                .forEach(detection::detectColumnRenames);
        return detection.hints();
    }
}
