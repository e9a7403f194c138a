package dev.cairn.plan.part;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Orders objects after the objects that they read. A view whose query can't be parsed may read any object, so it comes
 * after all objects except the objects that read this view.
 */
public final class DependencyOrder {
    private final Catalog catalog;
    private final Set<ObjectName> selectedNames;
    private final Set<ObjectName> visitedNames = new HashSet<>();
    private final Set<ObjectName> namesOnPath = new LinkedHashSet<>();
    private final List<ObjectName> sortedNames = new ArrayList<>();
    private final List<List<ObjectName>> cycles = new ArrayList<>();

    private DependencyOrder(Catalog catalog, Collection<ObjectName> selectedNames) {
        this.catalog = catalog;
        this.selectedNames = new LinkedHashSet<>(selectedNames);
    }

    /** Orders the objects with these names; a name without an object in the catalog is omitted. */
    public static DependencyOrder of(Catalog catalog, Collection<ObjectName> names) {
        DependencyOrder dependencyOrder = new DependencyOrder(catalog, names);
        names.stream()
                .sorted(Comparator.comparing(name -> dependencyOrder.mayReadAnything(name, new HashSet<>())))
                .forEach(dependencyOrder::visit);
        return dependencyOrder;
    }

    /** Returns the names of the existing objects among the given ones, each after the objects that it reads. */
    public List<ObjectName> sortedNames() {
        return sortedNames;
    }

    /** Returns the cycles, each of them as the names of the objects that read one another. */
    public List<List<ObjectName>> cycles() {
        return cycles;
    }

    private boolean mayReadAnything(ObjectName name, Set<ObjectName> seenNames) {
        Optional<SchemaObject> object = seenNames.add(name) ? SchemaObject.find(catalog, name) : Optional.empty();
        return object.isPresent()
                && (hasUnparsedQuery(object.get())
                        || object.get().baseRelations().stream()
                                .anyMatch(base -> mayReadAnything(ObjectName.of(base), seenNames)));
    }

    private static boolean hasUnparsedQuery(SchemaObject object) {
        return object instanceof SchemaObject.ViewObject viewObject
                && viewObject.view().definition().query().query().isUnread();
    }

    private void visit(ObjectName name) {
        if (namesOnPath.contains(name)) {
            List<ObjectName> pathNames = new ArrayList<>(namesOnPath);
            cycles.add(pathNames.subList(pathNames.indexOf(name), pathNames.size()));
            return;
        }
        Optional<SchemaObject> object = SchemaObject.find(catalog, name);
        if (object.isEmpty() || !visitedNames.add(name)) {
            return;
        }
        namesOnPath.add(name);
        for (BaseRelation base : object.get().baseRelations()) {
            if (base.isDirect()) {
                visit(ObjectName.of(base));
            }
        }
        namesOnPath.remove(name);
        if (selectedNames.contains(name)) {
            sortedNames.add(name);
        }
    }
}
