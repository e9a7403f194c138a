package dev.cairn.embedded.show;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.StorageVolumeProperty;
import dev.cairn.engine.property.UniqueConstraints;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.Show;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Lists the rows of the SHOW and DESC statements that the engine parses: those about the objects of databases, about
 * schema changes and about variables.
 */
public record ShowListings(SessionSnapshot snapshot) {
    /** Returns the rows of a statement. Only the LIKE clause of its filter is applied. */
    public Listing createListing(Show show) {
        Optional<Listing> externalListing =
                new ClusterListings(snapshot).findExternalListing(show, createNamePredicate(show));
        if (externalListing.isPresent()) {
            return externalListing.get();
        }
        return switch (show.kind()) {
            case DATABASES -> listDatabases(createNamePredicate(show));
            case TABLES -> listTables(show, createNamePredicate(show));
            case TABLE_STATUS -> listTableStatus(show, createNamePredicate(show));
            case CREATE_DATABASE -> showCreateDatabase(show);
            case CREATE_TABLE, CREATE_VIEW, CREATE_MATERIALIZED_VIEW -> showCreate(show);
            case COLUMNS -> new ColumnListings(snapshot).listColumns(show, createColumnNamePredicate(show));
            case DESCRIBE -> new ColumnListings(snapshot).listDescription(show);
            case INDEX -> listIndexes(show);
            case PARTITIONS -> listPartitions(show);
            case ALTER_COLUMN -> new JobListings(snapshot).listColumnJobs(show);
            case ALTER_ROLLUP, ALTER_MATERIALIZED_VIEW -> new JobListings(snapshot).listRollupJobs(show);
            case ALTER_OPTIMIZE -> new JobListings(snapshot).listOptimizationJobs(show);
            case MATERIALIZED_VIEWS ->
                new MaterializedViewListings(snapshot)
                        .listViews(snapshot.resolveListedDatabaseName(show.database()), createNamePredicate(show));
            case VARIABLES -> listVariables(snapshot.session().variables().listedValues(), createNamePredicate(show));
            case GLOBAL_VARIABLES ->
                listVariables(snapshot.session().variables().listedGlobalValues(), createNamePredicate(show));
            case VERBOSE_VARIABLES -> listVerboseVariables(createNamePredicate(show));
        };
    }

    /** Returns the condition of LIKE for the names of objects and variables. */
    private static Predicate<String> createNamePredicate(Show show) {
        return createLikePredicate(show, true);
    }

    /** Returns the condition of LIKE for the names of columns. */
    private static Predicate<String> createColumnNamePredicate(Show show) {
        return createLikePredicate(show, false);
    }

    private static Predicate<String> createLikePredicate(Show show, boolean isCaseSensitive) {
        String like = show.filter().likePattern();
        return like == null ? name -> true : ShowLikePattern.of(like, isCaseSensitive)::matches;
    }

    private Listing listVerboseVariables(Predicate<String> likePredicate) {
        Listing listing = snapshot.createListing("SHOW VERBOSE VARIABLES");
        InformationSchema.addVerboseVariables(listing, snapshot.session().variables(), likePredicate);
        return listing;
    }

    private Listing listVariables(Map<String, String> valueByName, Predicate<String> likePredicate) {
        Listing listing = snapshot.createListing("SHOW VARIABLES");
        valueByName.forEach((name, value) -> {
            if (likePredicate.test(name)) {
                listing.addRow(name, value);
            }
        });
        return listing;
    }

    private Listing listDatabases(Predicate<String> likePredicate) {
        Listing listing = snapshot.createListing("SHOW DATABASES");
        snapshot.visibility().visibleDatabaseNames().filter(likePredicate).forEach(listing::addRow);
        return listing;
    }

    private Listing showCreateDatabase(Show show) {
        String databaseName =
                show.object() == null ? "" : show.object().lastPart().text();
        Database database = snapshot.requireDatabase(databaseName);
        String createSql = "CREATE DATABASE `" + databaseName + "`";
        if (snapshot.profile().isSharedData() && !database.isSystem()) {
            String volumeName = StorageVolumeProperty.defaultVolumeName(database);
            createSql +=
                    "\nPROPERTIES (\"" + KnownProperty.STORAGE_VOLUME.propertyName() + "\" = \"" + volumeName + "\")";
        }
        return snapshot.createListing("SHOW CREATE DATABASE").addRow(databaseName, createSql);
    }

    private Listing listTables(Show show, Predicate<String> likePredicate) {
        String databaseName = snapshot.resolveListedDatabaseName(show.database());
        Database database = snapshot.requireDatabase(databaseName);
        Listing listing = snapshot.listingFactory()
                .createListing(show.isFull() ? "SHOW FULL TABLES" : "SHOW TABLES", databaseName);
        if (show.isTemporary()) {
            database.temporaryTables().forEach(table -> addTable(listing, show, table.getKey(), ""));
        } else {
            snapshot.visibility()
                    .visibleObjects(database, likePredicate)
                    .forEach(object -> addTable(listing, show, object.name(), object.tableType()));
        }
        return listing;
    }

    private static void addTable(Listing listing, Show show, String name, String type) {
        if (show.isFull()) {
            listing.addRow(name, type);
        } else {
            listing.addRow(name);
        }
    }

    private Listing listTableStatus(Show show, Predicate<String> likePredicate) {
        String databaseName = snapshot.resolveListedDatabaseName(show.database());
        Listing listing = snapshot.createListing("SHOW TABLE STATUS");
        snapshot.findDatabase(databaseName).stream()
                .flatMap(database -> snapshot.visibility().visibleObjects(database, likePredicate).stream())
                .forEach(object -> {
                    String creationTime = snapshot.formatCreationTime(databaseName, object);
                    String comment = ListingFormat.escapeComment(snapshot.resolveListedComment(object));
                    Optional<ObjectSize> size = ObjectSize.of(snapshot, databaseName, object.name());
                    listing.addRow(
                            object.name(),
                            object.engine(),
                            size.map(ObjectSize::rowCount).orElse(-1L),
                            size.map(ObjectSize::averageRowLength).orElse(-1L),
                            size.map(ObjectSize::byteCount).orElse(-1L),
                            creationTime,
                            object instanceof DatabaseObject.SystemTableObject ? null : creationTime,
                            comment);
                });
        return listing;
    }

    private Listing showCreate(Show show) {
        QualifiedName name = Objects.requireNonNull(show.object());
        DatabaseObject object = snapshot.findObject(name)
                .orElseThrow(() -> Refusal.ofAnalysis(
                        name.span(), NameRule.TABLE_NOT_FOUND, name.lastPart().text()));
        if (object instanceof DatabaseObject.DatabaseTable table) {
            requireKind(show, name, show.kind() == Show.ShowKind.CREATE_TABLE);
            return snapshot.createListing("SHOW CREATE TABLE")
                    .addRow(object.name(), ShowCreate.render(snapshot.profile(), table.table()));
        }
        if (object instanceof DatabaseObject.SystemTableObject table) {
            requireKind(show, name, show.kind() == Show.ShowKind.CREATE_TABLE);
            return snapshot.createListing("SHOW CREATE TABLE").addRow(object.name(), ShowCreate.render(table.table()));
        }
        if (object instanceof DatabaseObject.DatabaseView view) {
            requireKind(show, name, show.kind() != Show.ShowKind.CREATE_MATERIALIZED_VIEW);
            return snapshot.createListing("SHOW CREATE VIEW").addRow(object.name(), ShowCreate.render(view.view()));
        }
        MaterializedView view = ((DatabaseObject.DatabaseMaterializedView) object).view();
        if (show.kind() == Show.ShowKind.CREATE_VIEW) {
            String query = view.definition().query().text();
            return snapshot.createListing("SHOW CREATE VIEW")
                    .addRow(object.name(), "CREATE VIEW `" + object.name() + "` AS " + query);
        }
        UniqueConstraints.requirePrintable(snapshot.profile(), view, snapshot.catalog());
        return snapshot.createListing("SHOW CREATE MATERIALIZED VIEW")
                .addRow(object.name(), ShowCreate.render(snapshot.profile(), view, snapshot.catalog()));
    }

    private void requireKind(Show show, QualifiedName name, boolean hasRequiredKind) {
        if (!hasRequiredKind) {
            String requiredKind = show.kind() == Show.ShowKind.CREATE_VIEW ? "VIEW" : "MATERIALIZED VIEW";
            throw Refusal.ofAnalysis(
                    name.span(),
                    ServerError.WRONG_OBJECT,
                    snapshot.resolveDatabaseName(name),
                    name.lastPart().text(),
                    requiredKind);
        }
    }

    private Listing listIndexes(Show show) {
        QualifiedName name = ColumnListings.qualifyTableName(show);
        String databaseName = snapshot.resolveDatabaseName(name);
        DatabaseObject object = snapshot.findObject(name)
                .orElseThrow(() -> Refusal.ofAnalysis(
                        name.span(), NameRule.TABLE_NOT_FOUND, name.lastPart().text()));
        Listing listing = snapshot.createListing("SHOW INDEX");
        object.findTable().stream()
                .flatMap(table -> table.indexes().stream())
                .forEach(index -> addIndex(listing, databaseName + "." + object.name(), index));
        return listing;
    }

    private static void addIndex(Listing listing, String qualifiedTableName, IndexDefinition index) {
        String joinedColumnNames = index.columns().stream().map(Name::text).collect(Collectors.joining(","));
        String comment = Optional.ofNullable(index.comment()).orElse("");
        listing.addRow(qualifiedTableName, index.name().text(), joinedColumnNames, formatIndexKind(index), comment);
    }

    /** Returns the kind of an index, with its properties in parentheses if it has any. */
    private static String formatIndexKind(IndexDefinition index) {
        String kind = String.valueOf(index.kind());
        if (index.properties().isEmpty()) {
            return kind;
        }
        return index.properties().stream()
                .sorted(Comparator.comparing(Property::name))
                .map(property -> "\"" + property.name() + "\" = \"" + property.value() + "\"")
                .collect(Collectors.joining(", ", kind + "(", ")"));
    }

    private Listing listPartitions(Show show) {
        QualifiedName name = ColumnListings.qualifyTableName(show);
        String databaseName = snapshot.resolveDatabaseName(name);
        Optional<DatabaseObject> object = snapshot.findObject(name);
        if (object.isEmpty() && !SystemDatabases.isVirtual(databaseName)) {
            throw Refusal.ofAnalysis(
                    name.span(), NameRule.TABLE_NOT_FOUND, name.lastPart().text());
        }
        Listing listing = object.flatMap(
                        existingObject -> PartitionDescriptions.find(snapshot, databaseName, existingObject))
                .orElseThrow(() -> Refusal.ofAnalysis(
                        name.span(),
                        EmbeddedRule.SHOWN_TABLE_NOT_FOUND,
                        name.lastPart().text()))
                .createListing(show.isTemporary());
        ShowPartitionsFilterCheck.check(show.filter(), listing.values("PartitionName"));
        ShowFilterCheck.requirePartitionOrder(show.filter(), listing.columnNames());
        return listing;
    }
}
