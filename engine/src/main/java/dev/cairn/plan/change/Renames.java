package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * The declared renames. A declaration stays in the source after it was recorded, so one whose old name no longer
 * exists, or whose new name already existed, is ignored.
 *
 * @param areReversed whether the renames lead back to earlier names. An object that now has such a name got it after
 *     the rename, so it is another object, and is dropped
 */
public record Renames(List<Rename> declaredRenames, boolean areReversed) {
    public static final Renames NONE = new Renames(List.of());

    public Renames {
        declaredRenames = List.copyOf(declaredRenames);
    }

    public Renames(List<Rename> declaredRenames) {
        this(declaredRenames, false);
    }

    /**
     * Returns the renames of the opposite direction.
     *
     * @param catalogBefore the catalog to which the renames lead back
     * @param catalogAfter the catalog with the new names
     */
    public Renames reverse(Catalog catalogBefore, Catalog catalogAfter) {
        Renames applicableRenames = selectApplicable(catalogBefore, catalogAfter);
        List<Rename> reversedRenames = new ArrayList<>();
        for (Rename rename : applicableRenames.declaredRenames()) {
            reversedRenames.add(rename.reverse(applicableRenames.toOldName(rename.object())));
        }
        return new Renames(reversedRenames, true);
    }

    /**
     * Returns the renames that lead from one catalog to another. It omits each rename that an earlier change has
     * applied, and each rename of a column whose old name a declared column still has. It keeps cycles, whether they
     * are pending or applied.
     */
    public Renames selectApplicable(Catalog catalogBefore, Catalog catalogAfter) {
        ObjectRenames objectRenames = selectObjectRenames(catalogBefore, catalogAfter, (oldName, newName) -> false);
        Renames applicableObjectRenames = new Renames(declaredRenames.stream()
                .filter(rename -> !(rename instanceof Rename.ObjectRename)
                        || objectRenames.mayApply(rename.object().withName(rename.oldName()), rename.object()))
                .toList());
        return new Renames(applicableObjectRenames.declaredRenames().stream()
                .filter(rename -> !(rename instanceof Rename.ColumnRename columnRename)
                        || applicableObjectRenames.mayApply(columnRename, catalogBefore, catalogAfter))
                .toList());
    }

    private boolean mayApply(Rename.ColumnRename rename, Catalog catalogBefore, Catalog catalogAfter) {
        ObjectName newName = rename.object();
        ObjectName oldName = toOldName(newName);
        Optional<Table> tableBefore = catalogBefore.findTable(oldName.database(), oldName.name());
        Optional<Table> tableAfter = catalogAfter.findTable(newName.database(), newName.name());
        if (tableBefore.isEmpty() || tableAfter.isEmpty()) {
            return true; // the columns of a cluster object are compared elsewhere
        }
        RenameOrder renameOrder =
                ColumnRenamePlanner.createOrder(findColumnRenames(newName), tableBefore.get(), tableAfter.get());
        return rename.newName().equals(renameOrder.applicableRenames().get(rename.oldName()))
                || renameOrder.ambiguousCycles().stream().anyMatch(cycle -> cycle.contains(rename.oldName()));
    }

    private ObjectName toOldName(ObjectName currentName) {
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
     * @param newNameByOldName the new names by the old ones
     * @param steps the renames in an order in which each new name is free
     * @param ambiguousCycles cycles of names that are as likely pending as applied; they do not apply
     * @param blockedSteps renames whose new names are taken by other objects; they do not apply
     * @param replacedNames the names of objects that are dropped first, because a renamed object gets the name
     * @param displacedViewNames the old names of renamed views that are dropped first, because an object of another
     *     kind gets the name. No statement renames a view
     */
    public record ObjectRenames(
            Map<ObjectName, ObjectName> newNameByOldName,
            List<ObjectRenameStep> steps,
            List<RenameCycle<ObjectName>> ambiguousCycles,
            List<ObjectRenameStep> blockedSteps,
            List<ObjectName> replacedNames,
            List<ObjectName> displacedViewNames) {
        /** Returns whether a rename applies, or belongs to a cycle that may apply. */
        private boolean mayApply(ObjectName oldName, ObjectName newName) {
            return newName.equals(newNameByOldName.get(oldName))
                    || ambiguousCycles.stream().anyMatch(cycle -> cycle.contains(oldName));
        }
    }

    /** One rename of an object. */
    public record ObjectRenameStep(ObjectName oldName, ObjectName newName) {
        /** Describes a rename to a name that is not free. */
        public String describeOccupiedName() {
            return ColumnRenamePlanner.describeOccupiedName("table or view", oldName.name(), newName.name());
        }
    }

    /**
     * Returns the renames of objects that apply. The definitions of the objects decide whether a cycle of names is
     * pending or already applied. Only objects of one kind can be the same object: if the objects that have a name
     * before and after are of different kinds, the earlier one leaves the name.
     */
    public ObjectRenames selectObjectRenames(
            Catalog currentCatalog, Catalog desiredCatalog, BiPredicate<ObjectName, ObjectName> haveSameDefinition) {
        Map<String, Map<String, List<RenameOrder.RenameStep>>> renamesByDatabaseAndKind = new TreeMap<>();
        for (Rename rename : declaredRenames) {
            ObjectName newObjectName = rename.object();
            ObjectName oldObjectName = newObjectName.withName(rename.oldName());
            if (rename instanceof Rename.ObjectRename
                    && haveSameKind(currentCatalog, oldObjectName, desiredCatalog, newObjectName)) {
                renamesByDatabaseAndKind
                        .computeIfAbsent(newObjectName.database(), database -> new LinkedHashMap<>())
                        .computeIfAbsent(
                                findKind(desiredCatalog, newObjectName).orElseThrow(), kind -> new ArrayList<>())
                        .add(new RenameOrder.RenameStep(rename.oldName(), newObjectName.name()));
            }
        }
        ObjectRenameSelection selection =
                new ObjectRenameSelection(currentCatalog, desiredCatalog, areReversed, haveSameDefinition);
        renamesByDatabaseAndKind.forEach(selection::addRenames);
        return selection.objectRenames();
    }

    private static boolean haveSameKind(
            Catalog currentCatalog, ObjectName oldName, Catalog desiredCatalog, ObjectName newName) {
        Optional<String> kind = findKind(currentCatalog, oldName);
        return kind.isPresent() && kind.equals(findKind(desiredCatalog, newName));
    }

    private static Optional<String> findKind(Catalog catalog, ObjectName name) {
        return SchemaObject.find(catalog, name).map(SchemaObject::kind);
    }

    /**
     * Returns the name that an object of a catalog gets; its present name if no rename applies. A rename does not apply
     * if an object of the same kind has its new name: it may have been carried out before.
     */
    public ObjectName toNewName(ObjectName oldName, Catalog currentCatalog) {
        return declaredRenames.stream()
                .filter(rename -> rename instanceof Rename.ObjectRename
                        && rename.object().withName(rename.oldName()).equals(oldName)
                        && !haveSameKind(currentCatalog, oldName, currentCatalog, rename.object()))
                .findFirst()
                .map(Rename::object)
                .orElse(oldName);
    }

    /**
     * Like {@link #toNewName}, for a column of a table.
     *
     * @param newTableName the name of the table after the change
     */
    public String toNewColumnName(ObjectName newTableName, Table tableBefore, Table tableAfter, String oldName) {
        return ColumnRenamePlanner.createOrder(findColumnRenames(newTableName), tableBefore, tableAfter)
                .applicableRenames()
                .entrySet()
                .stream()
                .filter(rename -> rename.getKey().equalsIgnoreCase(oldName))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(oldName);
    }

    /**
     * Returns the names in other databases that declared renames give an object. No statement carries out such a
     * rename.
     */
    Set<ObjectName> findNewNamesInOtherDatabases(ObjectName oldName) {
        return declaredRenames.stream()
                .filter(rename -> rename instanceof Rename.ObjectRename
                        && rename.oldName().equals(oldName.name())
                        && !rename.object().database().equals(oldName.database()))
                .map(Rename::object)
                .collect(Collectors.toSet());
    }

    /** Returns the declared renames of an object's columns. */
    public List<Rename.ColumnRename> findColumnRenames(ObjectName object) {
        List<Rename.ColumnRename> columnRenames = new ArrayList<>();
        for (Rename rename : declaredRenames) {
            if (rename instanceof Rename.ColumnRename columnRename
                    && columnRename.object().equals(object)) {
                columnRenames.add(columnRename);
            }
        }
        return columnRenames;
    }
}
