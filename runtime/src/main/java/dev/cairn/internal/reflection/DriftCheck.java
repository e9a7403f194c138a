package dev.cairn.internal.reflection;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.reflection.show.ShownObjectReader;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.GlobalParts;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.QueryMatcher;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.MaterializedViewObject;
import dev.cairn.plan.part.SchemaObject.TableObject;
import dev.cairn.plan.step.Plan;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares a server's objects with their expected state.
 *
 * <pre>{@code
 * LiveSchema liveSchema = reflection.readAll(connection, recordedCatalog);
 * DriftReport report = new DriftCheck(profile, "shop").compare(liveSchema, recordedCatalog);
 * report.differences().forEach(System.out::println);
 * }</pre>
 */
public final class DriftCheck {
    private final Engine engine;
    private final Session session;

    /** @param databaseName the default database of statements */
    public DriftCheck(ServerProfile profile, String databaseName) {
        this.engine = new ShownObjectReader(profile).engine();
        this.session = new Session(databaseName);
    }

    /**
     * Returns the differences between the live objects and the recorded ones. The plan drops live objects that are not
     * recorded.
     *
     * @param recordedCatalog the result of the migrations, with all placeholders resolved
     */
    public DriftReport compare(LiveSchema liveSchema, Catalog recordedCatalog) {
        return compare(liveSchema, recordedCatalog, Renames.NONE);
    }

    /**
     * Returns the differences between the live objects and the declared ones. A live object or column that the plan
     * renames counts as missing under its new name.
     */
    public DriftReport compare(LiveSchema liveSchema, Catalog declaredCatalog, Renames renames) {
        return compare(liveSchema, declaredCatalog, Set.of(), renames);
    }

    /** Returns the parts that differ between a live table and the expected one, or that only one of them has. */
    public SortedSet<ObjectPart> findDifferingParts(ObjectName name, Table liveTable, Catalog expectedCatalog) {
        SchemaObject expectedState = SchemaObject.find(expectedCatalog, name).orElseThrow();
        return new UnprintedPropertyCompleter(engine.profile(), expectedCatalog, expectedState)
                .complete(new TableObject(liveTable))
                .findDifferingParts(
                        expectedState,
                        engine.profile(),
                        QueryMatcher.ofShownQueries(engine.profile(), expectedCatalog, session));
    }

    /**
     * Returns the differences while a migration is running. An object that its pending steps change may have the state
     * before all steps, or after any of them. If it has none of these states, the differences are reported, but without
     * a plan: a migrator may be changing the object at this moment.
     */
    public DriftReport compare(LiveSchema liveSchema, IntermediateCatalogs recordedCatalogs) {
        Catalog expectedCatalog = recordedCatalogs.catalogAfterCompletedSteps();
        Set<ObjectName> unmatchedNames = new TreeSet<>();
        for (ObjectName name : recordedCatalogs.collectObjectNames()) {
            List<Optional<SchemaObject>> possibleStates = recordedCatalogs.findPossibleStates(name);
            if (possibleStates.size() > 1) {
                Optional<Optional<SchemaObject>> matchedState = possibleStates.stream()
                        .filter(state ->
                                hasState(liveSchema, recordedCatalogs.catalogAfterCompletedSteps(), name, state))
                        .findFirst();
                if (matchedState.isEmpty()) {
                    unmatchedNames.add(name);
                }
                Optional<SchemaObject> expectedState = matchedState.orElseGet(
                        () -> possibleStates.stream().flatMap(Optional::stream).findFirst());
                expectedCatalog = expectedState.isPresent()
                        ? withLiveRows(liveSchema, name, expectedState.get()).addTo(expectedCatalog, name.database())
                        : SchemaObject.withoutObject(expectedCatalog, name);
            }
        }
        return compare(
                liveSchema,
                withGlobalObjects(liveSchema, recordedCatalogs, expectedCatalog),
                unmatchedNames,
                Renames.NONE);
    }

    /**
     * Returns the expected catalog with the roles and cluster objects in the live state, if they have it before or
     * after any of the pending steps.
     */
    private static Catalog withGlobalObjects(
            LiveSchema liveSchema, IntermediateCatalogs recordedCatalogs, Catalog expectedCatalog) {
        Catalog extendedCatalog = expectedCatalog;
        for (ObjectName name : GlobalParts.collectNames(recordedCatalogs.possibleObjectCatalog())) {
            GlobalParts liveState = GlobalParts.find(liveSchema.catalog(), name);
            Catalog matchedCatalog = recordedCatalogs.catalogs().stream()
                    .filter(catalog -> GlobalParts.find(catalog, name).equals(liveState))
                    .findFirst()
                    .orElse(recordedCatalogs.catalogAfterCompletedSteps());
            extendedCatalog = GlobalParts.copyObject(name, matchedCatalog, extendedCatalog);
        }
        return extendedCatalog;
    }

    /**
     * Returns the expected state with the live rows: until the migration is complete, it is unknown which of the
     * declared rows it has written.
     */
    private static SchemaObject withLiveRows(LiveSchema liveSchema, ObjectName name, SchemaObject expectedState) {
        Optional<Table> liveTable = liveSchema.catalog().findTable(name.database(), name.name());
        return expectedState instanceof TableObject tableObject && liveTable.isPresent()
                ? new TableObject(
                        tableObject.table().withSeedRows(liveTable.get().seedRows()))
                : expectedState;
    }

    private boolean hasState(
            LiveSchema liveSchema, Catalog expectedCatalog, ObjectName name, Optional<SchemaObject> expectedState) {
        Optional<SchemaObject> liveState = SchemaObject.find(liveSchema.catalog(), name);
        if (liveState.isEmpty() || expectedState.isEmpty()) {
            return liveState.isEmpty() && expectedState.isEmpty();
        }
        QueryMatcher queryMatcher = QueryMatcher.ofShownQueries(engine.profile(), liveSchema.catalog(), session);
        SchemaObject completedObject = new UnprintedPropertyCompleter(
                        engine.profile(), expectedCatalog, expectedState.get())
                .complete(liveState.get());
        return completedObject.kind().equals(expectedState.get().kind())
                && completedObject
                        .findDifferingParts(
                                withLiveActivity(expectedState.get(), liveState.get()), engine.profile(), queryMatcher)
                        .isEmpty();
    }

    /**
     * Compares the objects. An object that could not be read counts as unchanged, because its gap is reported instead.
     *
     * @param unplannedNames objects whose differences are reported without a plan to remove them
     */
    private DriftReport compare(
            LiveSchema liveSchema, Catalog recordedCatalog, Set<ObjectName> unplannedNames, Renames renames) {
        ComparedCatalogs catalogs = completeObjects(liveSchema, recordedCatalog, renames);
        Catalog expectedCatalog = catalogs.expectedCatalog();
        Catalog liveCatalog = withUnreadGlobalObjects(catalogs.liveCatalog(), liveSchema, recordedCatalog);
        SortedMap<ObjectName, SortedSet<ObjectPart>> differingGlobalPartsByObject =
                GlobalParts.findChangedParts(liveCatalog, expectedCatalog);
        SortedMap<ObjectName, SortedSet<ObjectPart>> differingPartsByObject =
                findDifferingParts(liveCatalog, expectedCatalog);
        SortedMap<ObjectName, SeedRows> differingRowsByTable = findDifferingRows(liveCatalog, expectedCatalog);
        Set<ObjectName> differingNames = SchemaObject.collectNames(liveCatalog);
        differingNames.removeAll(SchemaObject.collectNames(expectedCatalog));
        differingNames.addAll(differingPartsByObject.keySet());
        differingNames.addAll(differingRowsByTable.keySet());
        differingNames.addAll(differingGlobalPartsByObject.keySet());
        // A view over a changed object may have to be changed too, so there is one plan for all objects.
        Plan plan = unplannedNames.containsAll(differingNames)
                ? new Plan(List.of(), List.of(), List.of())
                : new Planner(engine, session)
                        .planFromServer(
                                liveCatalog, withLiveStates(expectedCatalog, liveCatalog, unplannedNames), renames);
        PartDifferenceFactory differenceFactory =
                new PartDifferenceFactory(engine.profile(), liveCatalog, expectedCatalog, plan);
        List<DriftReport.PartDifference> differences = new ArrayList<>();
        differingPartsByObject.forEach(
                (name, parts) -> differences.addAll(differenceFactory.createObjectDifferences(name, parts)));
        differingRowsByTable.forEach(
                (name, rows) -> differences.addAll(differenceFactory.createRowDifferences(name, rows)));
        differingGlobalPartsByObject.forEach(
                (name, parts) -> differences.addAll(differenceFactory.createGlobalDifferences(name, parts)));
        findUnrecordedCatalogNames(liveSchema, recordedCatalog)
                .forEach(catalogName -> differences.add(DriftReport.PartDifference.ofMissingCatalog(catalogName)));
        return new DriftReport(
                differences, plan, liveSchema.gaps(), liveSchema.unmanagedObjects(), liveSchema.temporaryObjects());
    }

    private record ComparedCatalogs(Catalog liveCatalog, Catalog expectedCatalog) {}

    /**
     * Returns both catalogs with the parts of tables and views that the server does not show, or that may have any
     * value, in the same state.
     */
    private ComparedCatalogs completeObjects(LiveSchema liveSchema, Catalog recordedCatalog, Renames renames) {
        Catalog expectedCatalog = recordedCatalog;
        Catalog liveCatalog = completeRenamedObjects(liveSchema.catalog(), recordedCatalog, renames);
        for (ObjectName name : SchemaObject.collectNames(recordedCatalog)) {
            SchemaObject expectedState =
                    SchemaObject.find(recordedCatalog, name).orElseThrow();
            Optional<SchemaObject> liveState = SchemaObject.find(liveCatalog, name);
            if (liveState.isEmpty() && liveSchema.hasGap(name)) {
                liveCatalog = expectedState.addTo(liveCatalog, name.database());
            } else if (liveState.isPresent() && !liveState.get().equals(expectedState)) {
                liveCatalog = new UnprintedPropertyCompleter(engine.profile(), recordedCatalog, expectedState)
                        .complete(liveState.get())
                        .addTo(liveCatalog, name.database());
                expectedCatalog =
                        withLiveActivity(expectedState, liveState.get()).addTo(expectedCatalog, name.database());
            }
        }
        return new ComparedCatalogs(liveCatalog, expectedCatalog);
    }

    /** Returns the live catalog with the recorded states of roles and cluster objects that could not be read. */
    private static Catalog withUnreadGlobalObjects(
            Catalog liveCatalog, LiveSchema liveSchema, Catalog recordedCatalog) {
        Catalog completedCatalog = liveCatalog;
        for (ObjectName name : GlobalParts.collectNames(recordedCatalog)) {
            boolean isUnread = findMissingCatalogName(name, liveSchema, recordedCatalog)
                            .isPresent()
                    || (GlobalParts.find(completedCatalog, name).contents().isEmpty() && liveSchema.hasGap(name));
            completedCatalog =
                    isUnread ? GlobalParts.copyObject(name, recordedCatalog, completedCatalog) : completedCatalog;
        }
        return completedCatalog;
    }

    /** Returns the missing external catalogs of recorded objects that no migration creates. */
    private static Set<String> findUnrecordedCatalogNames(LiveSchema liveSchema, Catalog recordedCatalog) {
        Set<String> unrecordedNames = new TreeSet<>();
        for (ObjectName name : GlobalParts.collectNames(recordedCatalog)) {
            findMissingCatalogName(name, liveSchema, recordedCatalog)
                    .filter(catalogName -> recordedCatalog
                            .clusterObjects()
                            .find(ClusterObjectKind.EXTERNAL_CATALOG, catalogName)
                            .isEmpty())
                    .ifPresent(unrecordedNames::add);
        }
        return unrecordedNames;
    }

    /**
     * Returns the name of an object's external catalog if the server does not have that catalog. In this case, only the
     * catalog is reported as a difference: its tables reappear with it, because the other system keeps them.
     */
    private static Optional<String> findMissingCatalogName(
            ObjectName name, LiveSchema liveSchema, Catalog recordedCatalog) {
        return recordedCatalog
                .clusterObjects()
                .find(name.name())
                .flatMap(ClusterObject::externalCatalog)
                .filter(catalogName -> liveSchema.missingCatalogNames().contains(catalogName));
    }

    /** Returns the catalog in which renamed objects have the properties that SHOW CREATE does not print. */
    private Catalog completeRenamedObjects(Catalog liveCatalog, Catalog expectedCatalog, Renames renames) {
        Catalog completedCatalog = liveCatalog;
        for (Map.Entry<ObjectName, ObjectName> renamingEntry : renames.selectObjectRenames(
                        liveCatalog, expectedCatalog, (oldName, newName) -> false)
                .newNameByOldName()
                .entrySet()) {
            SchemaObject expectedState =
                    SchemaObject.find(expectedCatalog, renamingEntry.getValue()).orElseThrow();
            SchemaObject liveState =
                    SchemaObject.find(liveCatalog, renamingEntry.getKey()).orElseThrow();
            completedCatalog = new UnprintedPropertyCompleter(engine.profile(), expectedCatalog, expectedState)
                    .complete(liveState)
                    .addTo(completedCatalog, renamingEntry.getKey().database());
        }
        return completedCatalog;
    }

    /** Returns the declared rows that are missing in existing tables, or have other values there. */
    private static SortedMap<ObjectName, SeedRows> findDifferingRows(Catalog liveCatalog, Catalog expectedCatalog) {
        SortedMap<ObjectName, SeedRows> differingRowsByTable = new TreeMap<>();
        for (ObjectName name : SchemaObject.collectNames(expectedCatalog)) {
            Optional<Table> expectedTable = expectedCatalog.findTable(name.database(), name.name());
            Optional<Table> liveTable = liveCatalog.findTable(name.database(), name.name());
            if (expectedTable.isPresent()
                    && liveTable.isPresent()
                    && !expectedTable.get().seedRows().isEmpty()) {
                SeedRows rows = expectedTable
                        .get()
                        .seedRows()
                        .findRowsNotIn(
                                liveTable.get().seedRows(), expectedTable.get().keyColumnNames());
                if (!rows.isEmpty()) {
                    differingRowsByTable.put(name, rows);
                }
            }
        }
        return differingRowsByTable;
    }

    /** Returns the expected catalog with the live states of some objects, so that a plan does not change them. */
    private static Catalog withLiveStates(Catalog expectedCatalog, Catalog liveCatalog, Set<ObjectName> names) {
        Catalog completedCatalog = expectedCatalog;
        for (ObjectName name : names) {
            Optional<SchemaObject> liveState = SchemaObject.find(liveCatalog, name);
            completedCatalog = liveState.isPresent()
                    ? liveState.get().addTo(completedCatalog, name.database())
                    : SchemaObject.withoutObject(completedCatalog, name);
        }
        return completedCatalog;
    }

    private SortedMap<ObjectName, SortedSet<ObjectPart>> findDifferingParts(
            Catalog liveCatalog, Catalog expectedCatalog) {
        QueryMatcher queryMatcher = QueryMatcher.ofShownQueries(engine.profile(), liveCatalog, session);
        SortedMap<ObjectName, SortedSet<ObjectPart>> differingPartsByObject = new TreeMap<>();
        for (ObjectName name : SchemaObject.collectNames(expectedCatalog)) {
            SchemaObject expectedState =
                    SchemaObject.find(expectedCatalog, name).orElseThrow();
            SortedSet<ObjectPart> parts = SchemaObject.find(liveCatalog, name)
                    .map(liveState -> liveState.equals(expectedState)
                            ? Collections.<ObjectPart>emptySortedSet()
                            : liveState.findDifferingParts(expectedState, engine.profile(), queryMatcher))
                    .orElseGet(() -> new TreeSet<>(Set.of(ObjectPart.of(ObjectPart.Kind.OBJECT))));
            if (!parts.isEmpty()) {
                differingPartsByObject.put(name, parts);
            }
        }
        return differingPartsByObject;
    }

    /**
     * Returns the expected state with the activity of the live view, unless the view must be inactive. A view that a
     * migration made inactive may be active or inactive, because the migrator tries to activate it again; a view that
     * was inactivated explicitly must be inactive.
     */
    private static SchemaObject withLiveActivity(SchemaObject expectedState, SchemaObject liveState) {
        if (expectedState instanceof MaterializedViewObject expectedView
                && liveState instanceof MaterializedViewObject liveView
                && !expectedView.view().isActive()
                && !MaterializedView.MANUAL_DEACTIVATION_REASON.equals(
                        expectedView.view().inactiveReason())) {
            return new MaterializedViewObject(
                    expectedView.view().withInactiveReason(liveView.view().inactiveReason()));
        }
        return expectedState;
    }
}
