package dev.cairn.engine.view;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.property.ConstraintTableNames;
import dev.cairn.engine.property.KnownProperty;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Updates the materialized views that depend on a changed object of the catalog. An instance holds the current catalog:
 * each update starts from the result of the previous update, and returns the new catalog.
 */
public final class DependentMaterializedViews {
    private Catalog catalog;

    private DependentMaterializedViews(Catalog catalog) {
        this.catalog = catalog;
    }

    public static DependentMaterializedViews of(Catalog catalog) {
        return new DependentMaterializedViews(catalog);
    }

    /** A materialized view with its database. */
    private record LocatedView(String databaseName, MaterializedView view) {
        ViewKey key() {
            return new ViewKey(databaseName, view.name());
        }
    }

    private record ViewKey(String databaseName, String viewName) {}

    /** Deactivates all views that read the object, directly or through other views. */
    public Catalog deactivateAllReaders(String databaseName, String name, String reason) {
        return deactivateReaders(databaseName, name, reason, base -> true);
    }

    /** Deactivates the views that read one of the columns of the object, and the views that read these views. */
    public Catalog deactivateColumnReaders(String databaseName, String name, Collection<String> columnNames) {
        return deactivateReaders(
                databaseName,
                name,
                InactiveReason.columnsChanged(columnNames),
                base -> columnNames.stream().anyMatch(base::reads));
    }

    /** Deactivates one view, and the views that read it directly or through other views. */
    public Catalog deactivateView(String databaseName, MaterializedView view, String reason) {
        Set<ViewKey> visitedKeys = new HashSet<>();
        deactivateTransitively(new LocatedView(databaseName, view), reason, visitedKeys);
        return catalog;
    }

    private Catalog deactivateReaders(
            String databaseName, String name, String reason, Predicate<BaseRelation> isAffected) {
        Set<ViewKey> visitedKeys = new HashSet<>();
        for (LocatedView reader : findReaders(databaseName, name, isAffected)) {
            deactivateTransitively(reader, reason, visitedKeys);
        }
        return catalog;
    }

    /**
     * Deactivates a view for a reason, and its direct and indirect readers because of their inactive bases. Views whose
     * keys were visited before are skipped.
     */
    private void deactivateTransitively(LocatedView firstView, String reason, Set<ViewKey> visitedKeys) {
        Deque<LocatedView> pendingViews = new ArrayDeque<>();
        pendingViews.add(firstView);
        while (!pendingViews.isEmpty()) {
            LocatedView nextView = pendingViews.remove();
            if (visitedKeys.add(nextView.key())) {
                String inactiveReason = nextView.equals(firstView) ? reason : describeInactiveBase(nextView);
                putView(nextView.databaseName(), nextView.view().withInactiveReason(inactiveReason));
                pendingViews.addAll(
                        findReaders(nextView.databaseName(), nextView.view().name(), base -> true));
            }
        }
    }

    /** Returns the reason for deactivating a view: the name of the first inactive view that it reads. */
    private String describeInactiveBase(LocatedView locatedView) {
        for (BaseRelation base : locatedView.view().definition().baseRelations()) {
            boolean isInactive = catalog.findMaterializedView(base.database(), base.name())
                    .filter(view -> !view.isActive())
                    .isPresent();
            if (isInactive) {
                return InactiveReason.baseInactive(base.name());
            }
        }
        throw new IllegalStateException(locatedView.view().name() + " reads no inactive view");
    }

    private List<LocatedView> findReaders(String databaseName, String name, Predicate<BaseRelation> isAffected) {
        List<LocatedView> readers = new ArrayList<>();
        for (Database candidateDatabase : catalog.databases().values()) {
            for (MaterializedView view : candidateDatabase.materializedViews().values()) {
                boolean isReader = view.definition().baseRelations().stream()
                        .anyMatch(base -> base.refersTo(databaseName, name) && isAffected.test(base));
                if (isReader) {
                    readers.add(new LocatedView(candidateDatabase.name(), view));
                }
            }
        }
        return readers;
    }

    /**
     * Deactivates the views that read a dropped object, and marks the object as dropped in them. Another object with
     * its name does not replace it.
     */
    public Catalog detachReaders(String databaseName, String name) {
        deactivateAllReaders(databaseName, name, InactiveReason.baseDropped(name));
        return replaceBases(base -> base.refersTo(databaseName, name) ? base.asDropped() : base);
    }

    /** Replaces the name of a renamed object in the views that read it. */
    public Catalog followRename(String databaseName, String oldName, String newName) {
        return replaceBases(base -> base.refersTo(databaseName, oldName) ? base.asRenamedTo(newName) : base);
    }

    /**
     * Updates the views that read one of two objects whose names were swapped. Both objects count as dropped in these
     * views until the views are activated, and the constraints that the views declare are emptied.
     */
    public Catalog detachReadersOfSwapped(String databaseName, String firstName, String secondName) {
        for (String name : List.of(firstName, secondName)) {
            for (LocatedView reader : findReaders(databaseName, name, base -> true)) {
                putView(reader.databaseName(), withEmptyConstraints(reader.view()));
            }
        }
        return replaceBases(base -> base.refersTo(databaseName, firstName) || base.refersTo(databaseName, secondName)
                ? base.asDropped()
                : base);
    }

    /** Returns the view with its constraints set to an empty string, which SHOW CREATE still prints. */
    private static MaterializedView withEmptyConstraints(MaterializedView view) {
        StoredProperties properties = view.properties();
        for (KnownProperty constraint : ConstraintTableNames.CONSTRAINT_PROPERTIES) {
            if (constraint.isSetIn(properties)) {
                properties = properties.withProperty(constraint.propertyName(), "");
            }
        }
        return view.withProperties(properties);
    }

    private Catalog replaceBases(UnaryOperator<BaseRelation> baseReplacement) {
        for (Database database : catalog.databases().values()) {
            for (MaterializedView view : database.materializedViews().values()) {
                ViewDefinition oldDefinition = view.definition();
                List<BaseRelation> bases = oldDefinition.baseRelations().stream()
                        .map(baseReplacement)
                        .toList();
                if (!bases.equals(oldDefinition.baseRelations())) {
                    ViewDefinition newDefinition =
                            new ViewDefinition(oldDefinition.query(), oldDefinition.defaultDatabaseName(), bases);
                    putView(database.name(), view.withQuery(view.columns(), newDefinition));
                }
            }
        }
        return catalog;
    }

    private void putView(String databaseName, MaterializedView view) {
        catalog = catalog.withDatabase(
                catalog.findDatabase(databaseName).orElseThrow().withMaterializedView(view));
    }
}
