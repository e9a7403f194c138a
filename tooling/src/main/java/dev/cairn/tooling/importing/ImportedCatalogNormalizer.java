package dev.cairn.tooling.importing;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.property.ExcludedTables;
import dev.cairn.engine.property.RefreshVariables;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Normalizes the catalog of an existing database, so that its records declare only what the authors wrote: marks
 * properties that the server assumed, and removes the partitions that dynamic partitioning created and the variable that
 * refreshes copied.
 *
 * <p>A property counts as assumed if the same statement without it results in the same value, according to the engine,
 * given the version, the run mode and the other properties.
 */
final class ImportedCatalogNormalizer {
    /** The suffix of the names of switches. Switches are always written, even if the other properties imply them. */
    private static final String SWITCH_SUFFIX = ".enable";

    private final ServerProfile profile;
    private final Engine engine;
    private final Catalog catalog;

    private ImportedCatalogNormalizer(ServerProfile profile, Catalog catalog) {
        this.profile = profile;
        this.engine = new Engine(profile);
        this.catalog = catalog;
    }

    /** Returns the catalog with its assumed properties marked, and without its dynamic partitions. */
    static Catalog normalize(ServerProfile profile, Catalog catalog) {
        ImportedCatalogNormalizer normalizer = new ImportedCatalogNormalizer(profile, catalog);
        Catalog normalizedCatalog = catalog;
        for (Database database : catalog.databases().values()) {
            Database normalizedDatabase = database;
            for (Table table : database.tables().values()) {
                normalizedDatabase = normalizedDatabase.withTable(normalizer.normalizeTable(database, table));
            }
            for (MaterializedView view : database.materializedViews().values()) {
                normalizedDatabase = normalizedDatabase.withMaterializedView(normalizer.normalizeView(database, view));
            }
            normalizedCatalog = normalizedCatalog.withDatabase(normalizedDatabase);
        }
        return normalizedCatalog;
    }

    private Table normalizeTable(Database database, Table table) {
        Table tableWithoutDynamicPartitions = removeDynamicPartitions(table);
        Database databaseWithoutObject = database.withoutTable(table.name());
        CreateTable createStatement = ShowCreate.writtenStatement(
                        profile, removeSynchronousViews(tableWithoutDynamicPartitions))
                .withName(QualifiedName.of(database.name(), table.name()));
        StoredProperties markedProperties = markAssumed(
                tableWithoutDynamicPartitions.properties(),
                createStatement.properties(),
                writtenProperties -> applyStatement(
                                databaseWithoutObject, createStatement.withProperties(writtenProperties))
                        .flatMap(changedDatabase -> changedDatabase.findTable(table.name()))
                        .map(Table::properties));
        return tableWithoutDynamicPartitions.withProperties(markedProperties);
    }

    private MaterializedView normalizeView(Database database, MaterializedView shownView) {
        MaterializedView view = shownView.withProperties(
                RefreshVariables.withoutCopiedTimeout(ExcludedTables.withShortTableNames(shownView)));
        Database databaseWithoutObject = database.withoutMaterializedView(view);
        CreateMaterializedView createStatement =
                ShowCreate.writtenStatement(profile, view).withName(QualifiedName.of(database.name(), view.name()));
        StoredProperties markedProperties = markAssumed(
                view.properties(),
                createStatement.properties(),
                writtenProperties -> applyStatement(
                                databaseWithoutObject, createStatement.withProperties(writtenProperties))
                        .flatMap(changedDatabase -> changedDatabase.findMaterializedView(view.name()))
                        .map(MaterializedView::properties));
        return view.withProperties(markedProperties);
    }

    /**
     * Marks the assumed properties of one statement. A property is tested without the properties that were found to be
     * assumed before it.
     *
     * @param applyProperties applies the statement with other properties, and returns the stored ones; empty if the
     *     server would refuse the statement
     */
    private StoredProperties markAssumed(
            StoredProperties storedProperties,
            List<Property> writtenProperties,
            Function<List<Property>, Optional<StoredProperties>> applyProperties) {
        StoredProperties markedProperties = storedProperties;
        List<Property> remainingProperties = new ArrayList<>(writtenProperties);
        for (Property property : writtenProperties) {
            if (property.name().endsWith(SWITCH_SUFFIX)) {
                continue;
            }
            List<Property> otherProperties = remainingProperties.stream()
                    .filter(otherProperty -> !otherProperty.equals(property))
                    .toList();
            boolean isAssumed = applyProperties
                    .apply(otherProperties)
                    .map(StoredProperties::settingByName)
                    .map(settings -> settings.get(property.name()))
                    .filter(setting -> setting.isAssumed() && setting.value().equalsIgnoreCase(property.value()))
                    .isPresent();
            if (isAssumed) {
                remainingProperties.remove(property);
                markedProperties = markedProperties.withAssumedValue(property.name(), property.value());
            }
        }
        return markedProperties;
    }

    private Optional<Database> applyStatement(Database databaseWithoutObject, Statement statement) {
        try {
            return engine.apply(
                            catalog.withDatabase(databaseWithoutObject),
                            new Session(databaseWithoutObject.name()),
                            statement)
                    .catalog()
                    .findDatabase(databaseWithoutObject.name());
        } catch (Refusal ignored) {
            return Optional.empty();
        }
    }

    /** Returns a table without its synchronous materialized views, which a CREATE TABLE can't declare. */
    static Table removeSynchronousViews(Table table) {
        return table.withRollups(table.rollups().stream()
                .filter(rollup -> rollup.query() == null)
                .toList());
    }

    private static Table removeDynamicPartitions(Table table) {
        Optional<DynamicPartitionPattern> pattern = DynamicPartitionPattern.detect(table);
        if (pattern.isEmpty() || !(table.partitioning() instanceof Partitioning.ColumnRange columnRange)) {
            return table;
        }
        List<RangePartition> declaredPartitions = columnRange.partitions().stream()
                .filter(partition -> !pattern.get().matches(partition))
                .toList();
        return table.withPartitioning(new Partitioning.ColumnRange(columnRange.columns(), declaredPartitions));
    }
}
