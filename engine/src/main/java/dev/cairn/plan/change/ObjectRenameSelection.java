package dev.cairn.plan.change;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.change.RenameOrder.RenameStep;
import dev.cairn.plan.change.Renames.ObjectRenameStep;
import dev.cairn.plan.change.Renames.ObjectRenames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Selects the renames of objects that apply, separately for each kind of object, and orders the renames of all kinds,
 * because they share their names.
 */
final class ObjectRenameSelection {
    private final Catalog currentCatalog;
    private final Catalog desiredCatalog;
    private final boolean areReversed;
    private final BiPredicate<ObjectName, ObjectName> haveSameDefinition;
    private final Map<ObjectName, ObjectName> newNameByOldName = new LinkedHashMap<>();
    private final List<ObjectRenameStep> steps = new ArrayList<>();
    private final List<RenameCycle<ObjectName>> ambiguousCycles = new ArrayList<>();
    private final List<ObjectRenameStep> blockedSteps = new ArrayList<>();
    private final List<ObjectName> replacedNames = new ArrayList<>();
    private final List<ObjectName> displacedViewNames = new ArrayList<>();

    /** @param areReversed whether the renames lead back to earlier names, as in {@link Renames} */
    ObjectRenameSelection(
            Catalog currentCatalog,
            Catalog desiredCatalog,
            boolean areReversed,
            BiPredicate<ObjectName, ObjectName> haveSameDefinition) {
        this.currentCatalog = currentCatalog;
        this.desiredCatalog = desiredCatalog;
        this.areReversed = areReversed;
        this.haveSameDefinition = haveSameDefinition;
    }

    ObjectRenames objectRenames() {
        return new ObjectRenames(
                newNameByOldName, steps, ambiguousCycles, blockedSteps, replacedNames, displacedViewNames);
    }

    /** Adds the declared renames of one database, by the kinds of their objects. */
    void addRenames(String database, Map<String, List<RenameStep>> renamesByKind) {
        ObjectName databaseName = new ObjectName(database, "");
        Map<String, String> applicableRenames = new LinkedHashMap<>();
        renamesByKind.forEach((kind, renames) -> {
            Set<String> namesToFree = findNamesToFree(databaseName, kind, renames);
            namesToFree.forEach(name -> replacedNames.add(databaseName.withName(name)));
            RenameOrder renameOrder = new RenameOrder(
                    renames,
                    name -> !namesToFree.contains(name) && isOfKind(currentCatalog, databaseName.withName(name), kind),
                    name -> isOfKind(desiredCatalog, databaseName.withName(name), kind),
                    (oldName, newName) ->
                            haveSameDefinition.test(databaseName.withName(oldName), databaseName.withName(newName)));
            applicableRenames.putAll(renameOrder.applicableRenames());
            renameOrder.ambiguousCycles().forEach(cycle -> ambiguousCycles.add(cycle.map(databaseName::withName)));
            renameOrder.findBlockedSteps().forEach(step -> blockedSteps.add(qualify(databaseName, step)));
        });
        applicableRenames.forEach((oldName, newName) ->
                newNameByOldName.put(databaseName.withName(oldName), databaseName.withName(newName)));
        Map<String, String> renamesByStatement = new LinkedHashMap<>(applicableRenames);
        renamesByStatement.keySet().removeIf(name -> isView(currentCatalog, databaseName.withName(name)));
        new RenameSequence(renamesByStatement).createSteps().forEach(step -> steps.add(qualify(databaseName, step)));
        addDisplacedNames(databaseName, applicableRenames, renamesByStatement);
    }

    /**
     * Returns the new names of reversed renames that another object of the kind has, because it got the name after the
     * rename.
     */
    private Set<String> findNamesToFree(ObjectName databaseName, String kind, List<RenameStep> renames) {
        Set<String> oldNames = renames.stream().map(RenameStep::oldName).collect(Collectors.toSet());
        return renames.stream()
                .filter(rename -> areReversed
                        && !oldNames.contains(rename.newName())
                        && isOfKind(currentCatalog, databaseName.withName(rename.newName()), kind)
                        && !isOfKind(desiredCatalog, databaseName.withName(rename.oldName()), kind))
                .map(RenameStep::newName)
                .collect(Collectors.toSet());
    }

    /** Adds the names that objects of other kinds have to leave before the renames. */
    private void addDisplacedNames(
            ObjectName databaseName, Map<String, String> applicableRenames, Map<String, String> renamesByStatement) {
        for (String newName : renamesByStatement.values()) {
            ObjectName name = databaseName.withName(newName);
            Optional<String> currentKind = findKind(currentCatalog, name);
            if (currentKind.isPresent()
                    && !currentKind.equals(findKind(desiredCatalog, name))
                    && !applicableRenames.containsKey(newName)) {
                replacedNames.add(name);
            }
        }
        for (String oldName : applicableRenames.keySet()) {
            ObjectName name = databaseName.withName(oldName);
            if (isView(currentCatalog, name)
                    && findKind(desiredCatalog, name).isPresent()
                    && !isView(desiredCatalog, name)) {
                displacedViewNames.add(name);
            }
        }
    }

    private static ObjectRenameStep qualify(ObjectName databaseName, RenameStep step) {
        return new ObjectRenameStep(databaseName.withName(step.oldName()), databaseName.withName(step.newName()));
    }

    private static Optional<String> findKind(Catalog catalog, ObjectName name) {
        return SchemaObject.find(catalog, name).map(SchemaObject::kind);
    }

    private static boolean isOfKind(Catalog catalog, ObjectName name, String kind) {
        return findKind(catalog, name).filter(kind::equals).isPresent();
    }

    private static boolean isView(Catalog catalog, ObjectName name) {
        return SchemaObject.find(catalog, name)
                .filter(ViewObject.class::isInstance)
                .isPresent();
    }
}
