package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.TemporaryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The catalogs that a database may have while a migration is running. Staging and retired objects are omitted, because
 * their names depend on the migrator.
 *
 * @param catalogAfterCompletedSteps the catalog after the completed steps
 * @param possibleCatalogs the catalogs after each of the other steps, in their order: each of these steps may have run,
 *     even if that was not recorded
 */
public record IntermediateCatalogs(Catalog catalogAfterCompletedSteps, List<Catalog> possibleCatalogs) {
    public IntermediateCatalogs {
        catalogAfterCompletedSteps = removeTemporaryObjects(catalogAfterCompletedSteps);
        possibleCatalogs = possibleCatalogs.stream()
                .map(IntermediateCatalogs::removeTemporaryObjects)
                .toList();
    }

    private static Catalog removeTemporaryObjects(Catalog catalog) {
        Catalog remainingCatalog = SchemaObject.withSelectedObjects(
                catalog, name -> !TemporaryName.isStaging(name.name()) && !TemporaryName.isRetired(name.name()));
        for (Role role : catalog.roles().values()) {
            remainingCatalog = remainingCatalog.withRole(role.withPrivileges(
                    role.privileges().filterObjects(object -> !RoleReflection.isTemporary(object))));
        }
        return remainingCatalog;
    }

    /** Returns all catalogs; the one after the completed steps comes first. */
    List<Catalog> catalogs() {
        List<Catalog> catalogs = new ArrayList<>(List.of(catalogAfterCompletedSteps));
        catalogs.addAll(possibleCatalogs);
        return catalogs;
    }

    /**
     * Returns a catalog of all objects that may exist, whichever of the steps have run. An object has its first
     * possible state.
     */
    public Catalog possibleObjectCatalog() {
        Catalog objectCatalog = catalogAfterCompletedSteps;
        for (Catalog catalog : possibleCatalogs) {
            for (ObjectName name : GlobalParts.collectNames(catalog)) {
                objectCatalog = GlobalParts.find(objectCatalog, name).contents().isEmpty()
                        ? GlobalParts.copyObject(name, catalog, objectCatalog)
                        : objectCatalog;
            }
            for (ObjectName name : SchemaObject.collectNames(catalog)) {
                if (SchemaObject.find(objectCatalog, name).isEmpty()) {
                    objectCatalog =
                            SchemaObject.find(catalog, name).orElseThrow().addTo(objectCatalog, name.database());
                }
            }
        }
        return objectCatalog;
    }

    /** Returns the names of all database objects that may exist. */
    SortedSet<ObjectName> collectObjectNames() {
        SortedSet<ObjectName> names = new TreeSet<>(SchemaObject.collectNames(catalogAfterCompletedSteps));
        possibleCatalogs.forEach(catalog -> names.addAll(SchemaObject.collectNames(catalog)));
        return names;
    }

    /**
     * Returns the different states that the object may have, the state after the completed steps first; an empty
     * element if the object may be missing. The list has one element if no other step changes the object.
     */
    List<Optional<SchemaObject>> findPossibleStates(ObjectName name) {
        List<Optional<SchemaObject>> states = new ArrayList<>();
        states.add(SchemaObject.find(catalogAfterCompletedSteps, name));
        for (Catalog catalog : possibleCatalogs) {
            Optional<SchemaObject> state = SchemaObject.find(catalog, name);
            if (!states.contains(state)) {
                states.add(state);
            }
        }
        return states;
    }
}
