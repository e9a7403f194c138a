package dev.cairn.internal.look;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.StagingName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a database should hold while a migration is under way. What is built beside an object or about to go is left out: its name
 * depends on the migrator that works on it.
 *
 * @param reached what the finished steps made
 * @param ahead what each of the other steps makes of that, one after another: any of them may have run, though nobody noted it
 */
public record IntermediateCatalogs(Catalog reached, List<Catalog> ahead) {
    public IntermediateCatalogs {
        reached = withoutStaged(reached);
        ahead = ahead.stream().map(IntermediateCatalogs::withoutStaged).toList();
    }

    private static Catalog withoutStaged(Catalog catalog) {
        Catalog without = catalog;
        for (ObjectName name : SchemaObjects.names(catalog)) {
            if (StagingName.isStaging(name.name()) || StagingName.isDoomed(name.name())) {
                without = SchemaObjects.without(without, name);
            }
        }
        return without;
    }

    /** All objects that may be there, whichever of the steps have run. */
    public Catalog all() {
        Catalog all = reached;
        for (Catalog next : ahead) {
            for (ObjectName name : SchemaObjects.names(next)) {
                if (SchemaObject.find(all, name).isEmpty()) {
                    all = SchemaObjects.with(
                            all, name.database(), SchemaObject.find(next, name).orElseThrow());
                }
            }
        }
        return all;
    }

    SortedSet<ObjectName> names() {
        SortedSet<ObjectName> names = new TreeSet<>(SchemaObjects.names(reached));
        ahead.forEach(next -> names.addAll(SchemaObjects.names(next)));
        return names;
    }

    /** What the object may be, the finished steps' state first; one element where no other step changes it. */
    List<Optional<SchemaObject>> looks(ObjectName name) {
        List<Optional<SchemaObject>> looks = new ArrayList<>();
        looks.add(SchemaObject.find(reached, name));
        for (Catalog next : ahead) {
            Optional<SchemaObject> look = SchemaObject.find(next, name);
            if (!looks.contains(look)) {
                looks.add(look);
            }
        }
        return looks;
    }
}
