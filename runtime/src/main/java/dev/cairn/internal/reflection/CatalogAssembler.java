package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.reflection.show.ReferencedNameCollector;
import dev.cairn.internal.reflection.show.ShownObject;
import dev.cairn.internal.reflection.show.ShownObjectReader;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a catalog from the texts that SHOW CREATE prints: tables first, then each view after its base relations. An
 * object whose text can't be read becomes a gap of the result, not an error.
 */
final class CatalogAssembler {
    private static final String UNKNOWN_ACTIVITY_REASON =
            "whether it is active can't be determined: the user needs SELECT on all of its base relations";

    private final ServerConnection connection;
    private final ShownObjectReader shownObjectReader;
    private final Catalog expectedCatalog;
    private final Map<ObjectName, SchemaReflection.Definition> tableDefinitionByName = new LinkedHashMap<>();
    private final SortedMap<ObjectName, SchemaReflection.Definition> viewDefinitionByName = new TreeMap<>();
    private final Set<ObjectName> unchangedNames = new HashSet<>();
    private final Set<ObjectName> requestedNames = new HashSet<>();
    private final List<ReflectionGap> gaps = new ArrayList<>();
    private Catalog catalog;

    /** @param expectedCatalog the expected objects; the result gets the external objects and functions from it */
    CatalogAssembler(ServerConnection connection, ShownObjectReader shownObjectReader, Catalog expectedCatalog) {
        this.connection = connection;
        this.shownObjectReader = shownObjectReader;
        this.expectedCatalog = expectedCatalog;
        this.catalog = new Catalog(
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                expectedCatalog.externalObjects(),
                expectedCatalog.functionsByKey(),
                new Catalog.GlobalObjects(
                        PersistentMap.empty(),
                        expectedCatalog.clusterObjects().isManaged()
                                ? ClusterObjects.MANAGED_EMPTY
                                : ClusterObjects.UNMANAGED));
    }

    /** Builds the catalog. Must be called only once. */
    LiveSchema assemble(
            SortedMap<ObjectName, SchemaReflection.Definition> definitionByName, List<DatabaseListing> listings) {
        listings.stream()
                .filter(DatabaseListing::exists)
                .forEach(listing -> catalog = catalog.withDatabase(Database.of(listing.databaseName())));
        definitionByName.forEach(this::addDefinition);
        tableDefinitionByName.forEach((name, definition) -> addObject(name, definition, List.of(name.database())));
        while (!viewDefinitionByName.isEmpty()) {
            addViewAfterBases(viewDefinitionByName.firstKey());
        }
        listings.forEach(this::addStatuses);
        List<ListedObject> unmanagedObjects = listings.stream()
                .flatMap(listing -> listing.userObjects().stream())
                .filter(object -> !requestedNames.contains(object.name()))
                .toList();
        List<ListedObject> temporaryObjects = listings.stream()
                .flatMap(listing -> listing.temporaryObjects().stream())
                .toList();
        return new LiveSchema(catalog, gaps, unmanagedObjects, temporaryObjects);
    }

    private void addDefinition(ObjectName name, SchemaReflection.Definition definition) {
        if (definition instanceof SchemaReflection.Definition.UnreadableDefinition unreadableDefinition) {
            requestedNames.add(name);
            gaps.add(new ReflectionGap(name, unreadableDefinition.reason()));
        } else if (definition instanceof SchemaReflection.Definition.ExpectedDefinition expectedDefinition) {
            requestedNames.add(name);
            (expectedDefinition.object() instanceof SchemaObject.TableObject
                            ? tableDefinitionByName
                            : viewDefinitionByName)
                    .put(name, expectedDefinition);
        } else if (definition instanceof SchemaReflection.Definition.ParsedDefinition parsedDefinition) {
            requestedNames.add(parsedDefinition
                    .statement()
                    .changedObject()
                    .map(shownName -> name.withName(shownName.lastPart().text()))
                    .orElse(name));
            (findQuery(parsedDefinition.statement()) == null ? tableDefinitionByName : viewDefinitionByName)
                    .put(name, parsedDefinition);
        }
    }

    private static @Nullable Query findQuery(Statement statement) {
        if (statement instanceof CreateView createStatement) {
            return createStatement.queryText().query();
        }
        return statement instanceof CreateMaterializedView createStatement
                ? createStatement.queryText().query()
                : null;
    }

    /** Adds a view after the views that it reads. Does nothing if the view was added before, or is not to be added. */
    private void addViewAfterBases(ObjectName name) {
        SchemaReflection.Definition viewDefinition = viewDefinitionByName.remove(name);
        if (viewDefinition != null) {
            collectBaseNames(viewDefinition, name).forEach(this::addViewAfterBases);
            if (viewDefinition instanceof SchemaReflection.Definition.ExpectedDefinition expectedDefinition
                    && !hasOnlyExpectedBases(expectedDefinition.object())) {
                // The column types of a view depend on the present columns of its base relations. The text is the one
                // of the expected view, so the database in which that was created is tried first.
                List<String> queryDatabases = new ArrayList<>(findQueryDatabases(name));
                Collections.reverse(queryDatabases);
                addObject(name, SchemaReflection.Definition.parse(expectedDefinition.text()), queryDatabases);
            } else {
                addObject(name, viewDefinition, findQueryDatabases(name));
            }
        }
    }

    /**
     * Returns the databases to which the unqualified names in the query of a view may refer, because the text of a
     * server does not tell: the one of the view, and perhaps another one in which the expected view was created.
     */
    private List<String> findQueryDatabases(ObjectName name) {
        SchemaObject expectedView = SchemaObject.find(expectedCatalog, name).orElse(null);
        Optional<String> expectedDatabase = Optional.empty();
        if (expectedView instanceof SchemaObject.ViewObject viewObject) {
            expectedDatabase =
                    Optional.ofNullable(viewObject.view().definition().defaultDatabaseName());
        } else if (expectedView instanceof SchemaObject.MaterializedViewObject viewObject) {
            expectedDatabase =
                    Optional.ofNullable(viewObject.view().definition().defaultDatabaseName());
        }
        return Stream.concat(Stream.of(name.database()), expectedDatabase.stream())
                .distinct()
                .toList();
    }

    private Collection<ObjectName> collectBaseNames(SchemaReflection.Definition viewDefinition, ObjectName name) {
        if (viewDefinition instanceof SchemaReflection.Definition.ExpectedDefinition expectedDefinition) {
            return expectedDefinition.object().baseRelations().stream()
                    .map(base -> new ObjectName(base.database(), base.name()))
                    .toList();
        }
        Query query = viewDefinition instanceof SchemaReflection.Definition.ParsedDefinition parsedDefinition
                ? findQuery(parsedDefinition.statement())
                : null;
        return query == null
                ? List.of()
                : findQueryDatabases(name).stream()
                        .flatMap(database ->
                                ReferencedNameCollector.collectNames(
                                        shownObjectReader.engine().profile(), query, database)
                                        .stream())
                        .toList();
    }

    private boolean hasOnlyExpectedBases(SchemaObject view) {
        return view.baseRelations().stream()
                .allMatch(base -> !base.isDropped()
                        && (unchangedNames.contains(new ObjectName(base.database(), base.name()))
                                || expectedCatalog
                                        .findExternalObject(null, base.database(), base.name())
                                        .isPresent()));
    }

    /**
     * Adds an object to the catalog, or a gap if its definition can't be read. Does nothing if there is no object.
     *
     * @param queryDatabases the databases to which unqualified names in a query may refer, at least one; the first one
     *     with which the query is valid is chosen
     */
    private void addObject(ObjectName name, SchemaReflection.Definition definition, List<String> queryDatabases) {
        if (definition instanceof SchemaReflection.Definition.ExpectedDefinition expectedDefinition) {
            unchangedNames.add(name);
            catalog = expectedDefinition.object().addTo(catalog, name.database());
        } else if (definition instanceof SchemaReflection.Definition.UnreadableDefinition unreadableDefinition) {
            gaps.add(new ReflectionGap(name, unreadableDefinition.reason()));
        } else if (definition instanceof SchemaReflection.Definition.ParsedDefinition parsedDefinition) {
            ShownObject shownObject = shownObjectReader.read(
                    parsedDefinition.statement(), parsedDefinition.text(), name, catalog, queryDatabases);
            if (shownObject instanceof ShownObject.Unreadable unreadableObject) {
                gaps.add(new ReflectionGap(name, unreadableObject.reason()));
            } else if (shownObject instanceof ShownObject.Present presentObject) {
                catalog = presentObject.object().addTo(catalog, name.database());
            }
        }
    }

    /** Adds the activity of materialized views and the rollups, which the shown texts do not contain. */
    private void addStatuses(DatabaseListing listing) {
        Database database = catalog.findDatabase(listing.databaseName()).orElse(null);
        if (database == null) {
            return;
        }
        Map<String, MaterializedViewStatus> statusByName = listing.statusByName();
        for (Map.Entry<String, MaterializedView> viewEntry : database.materializedViews()) {
            MaterializedViewStatus status = statusByName.get(viewEntry.getKey());
            if (status == null) {
                gaps.add(new ReflectionGap(
                        new ObjectName(database.name(), viewEntry.getKey()), UNKNOWN_ACTIVITY_REASON));
            } else if (!status.isActive()) {
                catalog = new SchemaObject.MaterializedViewObject(
                                viewEntry.getValue().withInactiveReason(status.inactiveReason()))
                        .addTo(catalog, database.name());
            }
        }
        catalog =
                new RollupAssembler(shownObjectReader, listing, expectedCatalog, connection, gaps).withRollups(catalog);
    }
}
