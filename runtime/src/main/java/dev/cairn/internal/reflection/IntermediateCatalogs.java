package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Role;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.StagingName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The expected content of a database while a migration is running. Staging and retired objects are left out, because
 * their names depend on the migrator.
 *
 * @param reached the catalog after the finished steps
 * @param ahead the catalogs after each of the other steps, in their order: each of these steps may have run, even if
 *     that was not recorded
 */
public record IntermediateCatalogs(Catalog reached, List<Catalog> ahead) {
    public IntermediateCatalogs {
        reached = removeStaged(reached);
        ahead = ahead.stream().map(IntermediateCatalogs::removeStaged).toList();
    }

    private static Catalog removeStaged(Catalog catalog) {
        Catalog without = SchemaObject.retain(
                catalog, name -> !StagingName.isStaging(name.name()) && !StagingName.isRetired(name.name()));
        for (Role role : catalog.roles().values()) {
            without = without.withRole(
                    role.with(role.privileges().filterObjects(object -> !RoleReflection.isStaging(object))));
        }
        return without;
    }

    /** Returns all states, that after the finished steps first. */
    List<Catalog> catalogs() {
        List<Catalog> catalogs = new ArrayList<>(List.of(reached));
        catalogs.addAll(ahead);
        return catalogs;
    }

    /** Returns all objects that may exist, whichever of the steps have run. */
    public Catalog possibleObjects() {
        Catalog all = reached;
        for (Catalog next : ahead) {
            for (ObjectName name : GlobalParts.names(next)) {
                all = GlobalParts.find(all, name).contents().isEmpty() ? GlobalParts.copy(name, next, all) : all;
            }
            for (ObjectName name : SchemaObject.names(next)) {
                if (SchemaObject.find(all, name).isEmpty()) {
                    all = SchemaObject.find(next, name).orElseThrow().addTo(all, name.database());
                }
            }
        }
        return all;
    }

    SortedSet<ObjectName> names() {
        SortedSet<ObjectName> names = new TreeSet<>(SchemaObject.names(reached));
        ahead.forEach(next -> names.addAll(SchemaObject.names(next)));
        return names;
    }

    /**
     * Returns the states that the object may have, the state after the finished steps first; one element if no other
     * step changes the object.
     */
    List<Optional<SchemaObject>> states(ObjectName name) {
        List<Optional<SchemaObject>> states = new ArrayList<>();
        states.add(SchemaObject.find(reached, name));
        for (Catalog next : ahead) {
            Optional<SchemaObject> state = SchemaObject.find(next, name);
            if (!states.contains(state)) {
                states.add(state);
            }
        }
        return states;
    }
}
