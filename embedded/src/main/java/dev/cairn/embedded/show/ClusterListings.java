package dev.cairn.embedded.show;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.InternalCatalog;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.rows.table.Listing.ListingColumn;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.cluster.ClusterListing;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.Show;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.write.OverloadedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lists cluster objects in the format that the rules of their kinds define. The engine contains these rules; a migrator
 * parses the lists with the same rules.
 */
public record ClusterListings(SessionSnapshot snapshot) {
    private static final List<String> INTERNAL_CATALOG_ROW = List.of(
            InternalCatalog.NAME, "Internal", "An internal catalog contains this cluster's self-managed tables.");

    private static final Type TEXT_TYPE = new Type.Text(Type.Text.Kind.VARCHAR, 1024);

    List<String> listVisibleNames(ClusterObjectKind kind) {
        return listVisibleObjects(kind).stream().map(ClusterObject::name).toList();
    }

    /** Returns the answer to the statement that has created an object. */
    public static Answer answerCreation(CreateClusterObject create) {
        return ClusterObjectRules.of(create.kind())
                .findCreationListing(create.name().lastPart().text())
                .map(listing -> toListing(listing).toAnswer())
                .orElse(Answer.OK);
    }

    /** Adds to the target listing the tasks whose databases the session may enter. */
    void addTasksTo(Listing target) {
        List<ClusterObject> tasks = new ArrayList<>();
        snapshot.catalog().clusterObjects().objects().values().forEach(object -> {
            if (object.kind() == ClusterObjectKind.TASK && snapshot.access().mayEnterDatabase(object.database())) {
                tasks.add(object);
            }
        });
        addRowsTo(ClusterObjectRules.of(ClusterObjectKind.TASK).list(tasks), target);
    }

    /** Lists the visible external catalogs and the internal catalog, in alphabetical order. */
    Listing listCatalogs(TokenReader tokens) {
        ShowLikePattern likePattern = ShowLikePattern.read(tokens);
        ClusterListing externalListing = ClusterObjectRules.of(ClusterObjectKind.EXTERNAL_CATALOG)
                .list(listVisibleObjects(ClusterObjectKind.EXTERNAL_CATALOG));
        List<List<String>> rows = new ArrayList<>(externalListing.rows());
        rows.add(INTERNAL_CATALOG_ROW);
        rows.removeIf(row -> !likePattern.matches(row.get(0)));
        rows.sort(Comparator.comparing(row -> row.get(0)));
        return toListing(new ClusterListing(externalListing.columnNames(), rows));
    }

    /**
     * Returns the answer to a SHOW statement about the databases or the tables of an external catalog; empty for any
     * other statement.
     *
     * @throws Refusal if the catalog or the table does not exist
     */
    Optional<Listing> findExternalListing(Show show, Predicate<String> likePredicate) {
        QualifiedName database = show.database();
        if (show.kind() == Show.ShowKind.DATABASES && database != null) {
            return isExternal(Optional.of(database.lastPart()))
                    ? Optional.of(listDatabases(database.lastPart(), likePredicate))
                    : Optional.empty();
        }
        if (show.kind() == Show.ShowKind.TABLES && database != null && isExternal(database.qualifier())) {
            requireCatalog(database.qualifier().orElseThrow(), ServerError.UNKNOWN_CATALOG, database.qualifier());
            String columnName = "Tables_in_" + database.lastPart().text();
            return Optional.of(toListing(new ClusterListing(
                    show.isFull() ? List.of(columnName, "Table_type") : List.of(columnName),
                    listVisibleExternalTables().stream()
                            .filter(table ->
                                    table.database().equals(database.toString()) && likePredicate.test(table.name()))
                            .map(table -> show.isFull() ? List.of(table.name(), "BASE TABLE") : List.of(table.name()))
                            .toList())));
        }
        QualifiedName name = show.object();
        boolean isAboutTable = show.kind() == Show.ShowKind.CREATE_TABLE || show.kind() == Show.ShowKind.DESCRIBE;
        if (!isAboutTable || name == null || !isExternal(name.catalog())) {
            return Optional.empty();
        }
        boolean isDescription = show.kind() == Show.ShowKind.DESCRIBE;
        requireCatalog(
                name.catalog().orElseThrow(),
                isDescription ? ServerError.UNKNOWN_CATALOG : ServerError.UNKNOWN_DATABASE,
                isDescription ? name.catalog() : name.qualifier());
        ClusterObject table = listVisibleExternalTables().stream()
                .filter(candidate -> candidate.fullName().equals(name.toString()))
                .findFirst()
                .orElseThrow(() -> isDescription
                        ? Refusal.ofAnalysis(name.span(), EmbeddedRule.DESCRIBED_TABLE_NOT_FOUND, name.lastPart())
                        : Refusal.ofAnalysis(name.span(), ServerError.UNKNOWN_TABLE, name.lastPart()));
        ClusterObjectRules rules = ClusterObjectRules.of(table.kind());
        return Optional.of(toListing(isDescription ? rules.describe(table).orElseThrow() : rules.show(table)));
    }

    /**
     * Lists the databases of an external catalog that have a visible table, and {@code information_schema}, which
     * exists in each catalog.
     */
    private Listing listDatabases(Name catalog, Predicate<String> likePredicate) {
        requireCatalog(catalog, ServerError.UNKNOWN_CATALOG, Optional.of(catalog));
        SortedSet<String> databaseNames = new TreeSet<>(List.of(SystemDatabases.INFORMATION_SCHEMA));
        listVisibleExternalTables().stream()
                .filter(table -> table.externalCatalog().orElseThrow().equals(catalog.text()))
                .forEach(table -> databaseNames.add(
                        table.database().substring(catalog.text().length() + 1)));
        Listing listing = snapshot.createListing("SHOW DATABASES");
        databaseNames.stream().filter(likePredicate).forEach(listing::addRow);
        return listing;
    }

    private static boolean isExternal(Optional<Name> catalog) {
        return catalog.filter(name -> !InternalCatalog.isInternal(name.text())).isPresent();
    }

    /**
     * Requires that an external catalog exists.
     *
     * @param reportedName the part of a name that the server reports if the catalog does not exist
     */
    private void requireCatalog(Name name, ServerError error, Optional<Name> reportedName) {
        if (snapshot.catalog()
                .clusterObjects()
                .find(ClusterObjectKind.EXTERNAL_CATALOG, name.text())
                .isEmpty()) {
            throw Refusal.ofAnalysis(name.span(), error, reportedName.orElseThrow());
        }
    }

    /** Returns the visible tables of all external catalogs. */
    private List<ClusterObject> listVisibleExternalTables() {
        return Stream.of(ClusterObjectKind.values())
                .filter(kind -> kind.isNamedInExternalDatabase())
                .flatMap(kind -> listVisibleObjects(kind).stream())
                .toList();
    }

    /** Lists the visible objects of a kind. */
    Listing listObjects(ClusterObjectKind kind) {
        return toListing(ClusterObjectRules.of(kind).list(listVisibleObjects(kind)));
    }

    /** Adds the visible objects of a kind to the target listing, with only the columns that it has, and returns it. */
    Listing addObjectsTo(ClusterObjectKind kind, Listing target) {
        return addRowsTo(ClusterObjectRules.of(kind).list(listVisibleObjects(kind)), target);
    }

    /**
     * Adds the visible objects of a kind, or only the one whose name comes next, to the target listing, with only the
     * columns that it has, and returns it.
     */
    Listing addRequestedObjectsTo(ClusterObjectKind kind, TokenReader tokens, Listing target) {
        Optional<String> requestedName = tokens.acceptEnd() ? Optional.empty() : Optional.of(tokens.readName());
        tokens.expectEnd();
        return addRowsTo(
                ClusterObjectRules.of(kind)
                        .list(listVisibleObjects(kind).stream()
                                .filter(object -> requestedName.isEmpty()
                                        || requestedName.get().equals(object.name()))
                                .toList()),
                target);
    }

    /**
     * Answers {@code SHOW [FULL] [GLOBAL] FUNCTIONS [FROM database] [LIKE 'pattern']}. Only the full form distinguishes
     * overloads.
     */
    Listing listFunctions(ClusterObjectKind kind, boolean isFull, TokenReader tokens) {
        boolean isDatabaseNamed = tokens.accept("FROM") || tokens.accept("IN");
        QualifiedName database = isDatabaseNamed ? QualifiedName.of(tokens.readNameOrText()) : null;
        ShowLikePattern likePattern = ShowLikePattern.of(tokens.accept("LIKE") ? tokens.readText() : "%", false);
        String databaseName = kind.isNamedInDatabase() ? snapshot.resolveListedDatabaseName(database) : "";
        List<ClusterObject> functions = listVisibleObjects(kind).stream()
                .filter(function -> function.database().equals(databaseName))
                .filter(function -> likePattern.matches(
                        OverloadedName.parse(function.name()).name()))
                .toList();
        return toListing(
                isFull
                        ? ClusterObjectRules.of(kind).list(functions)
                        : new ClusterListing(
                                List.of("Function Name"),
                                functions.stream()
                                        .map(function -> List.of(OverloadedName.parse(function.name())
                                                .name()))
                                        .distinct()
                                        .toList()));
    }

    /**
     * Shows the object whose name comes next. The internal catalog is created by no statement, so it has no row.
     *
     * @throws Refusal if the object does not exist, or the user may not see it
     */
    public Listing showObject(ClusterObjectKind kind, TokenReader tokens) {
        boolean isInternalCatalog = kind == ClusterObjectKind.EXTERNAL_CATALOG
                && (tokens.accept(InternalCatalog.NAME) || tokens.accept("`" + InternalCatalog.NAME + "`"));
        return toListing(
                isInternalCatalog
                        ? new ClusterListing(List.of("Catalog", "Create Catalog"), List.of())
                        : ClusterObjectRules.of(kind).show(requireObject(kind, tokens)));
    }

    /**
     * Adds the object whose name comes next to the target listing, with only the columns that it has, and returns it.
     *
     * @throws Refusal if the object does not exist, or the user may not see it
     */
    Listing addObjectTo(ClusterObjectKind kind, TokenReader tokens, Listing target) {
        return addRowsTo(ClusterObjectRules.of(kind).show(requireObject(kind, tokens)), target);
    }

    private ClusterObject requireObject(ClusterObjectKind kind, TokenReader tokens) {
        Name name = Name.of(tokens.readNameOrText());
        ClusterObject object = snapshot.catalog()
                .clusterObjects()
                .find(kind, name.text())
                .orElseThrow(() -> ClusterObjectRules.of(kind).createShowNotFoundRefusal(name));
        if (!ClusterObjectRules.of(kind).isShownToEveryone()) {
            snapshot.access().requirePrivileges(List.of(RequiredPrivilege.of(toSecuredObject(object))));
        }
        return object;
    }

    private boolean isVisible(ClusterObject object) {
        return ClusterObjectRules.of(object.kind()).isShownToEveryone()
                || snapshot.access().maySee(toSecuredObject(object));
    }

    private static SecuredObject toSecuredObject(ClusterObject object) {
        String database = object.kind().isNamedInDatabase() ? object.database() : null;
        return new SecuredObject(object.kind().securedKind().orElseThrow(), database, object.name());
    }

    private List<ClusterObject> listVisibleObjects(ClusterObjectKind kind) {
        List<ClusterObject> objects = new ArrayList<>();
        snapshot.catalog().clusterObjects().objects().values().forEach(object -> {
            if (object.kind() == kind && isVisible(object)) {
                objects.add(object);
            }
        });
        return objects;
    }

    private static Listing toListing(ClusterListing clusterListing) {
        Listing listing = new Listing(clusterListing.columnNames().stream()
                .map(columnName -> ListingColumn.of(columnName, TEXT_TYPE))
                .toList());
        clusterListing.rows().forEach(row -> listing.addRow(row.toArray()));
        return listing;
    }

    /** Adds the rows to the target listing, with only the columns that it has, and returns it. */
    private static Listing addRowsTo(ClusterListing clusterListing, Listing target) {
        for (List<String> row : clusterListing.rows()) {
            target.addRowByNames(name -> row.get(clusterListing.columnNames().indexOf(name)));
        }
        return target;
    }
}
