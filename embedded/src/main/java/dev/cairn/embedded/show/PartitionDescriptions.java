package dev.cairn.embedded.show;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.PartitionVersion;
import dev.cairn.embedded.state.PartitionVersionKey;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.property.ColocationRules;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The partitions of a table or a materialized view, as SHOW PARTITIONS and {@code information_schema} list them. Both
 * print the same facts under different names.
 */
record PartitionDescriptions(SessionSnapshot snapshot, String database, Table table) {
    /** The least number of buckets that a server assumes without partitions. */
    private static final int MIN_UNPARTITIONED_BUCKETS = 16;
    /** The greatest number of buckets that a server assumes for a random distribution. */
    private static final int MAX_RANDOM_BUCKETS = 7;

    /** The version of the partitions of temporary tables, which the cluster does not know. */
    private static final PartitionVersion UNKNOWN_VERSION = new PartitionVersion(0, 1, Instant.EPOCH, 0);

    /** The number of bytes that estimates assume for a CHAR. */
    private static final int CHAR_WIDTH = 20;

    /** A partition, with its bounds or values as the server prints them. */
    record PartitionDescription(
            PartitionVersion version, String name, boolean isTemporary, String valuesText, List<Property> properties) {
        String formatVisibleSince() {
            return ListingFormat.formatTime(version.visibleSince());
        }
    }

    /** Returns the partitions of a table or of a materialized view; empty for any other object. */
    static Optional<PartitionDescriptions> find(SessionSnapshot snapshot, String database, DatabaseObject object) {
        if (object instanceof DatabaseObject.DatabaseTable databaseTable) {
            return Optional.of(new PartitionDescriptions(snapshot, database, databaseTable.table()));
        }
        return object instanceof DatabaseObject.DatabaseMaterializedView viewObject
                ? Optional.of(new PartitionDescriptions(snapshot, database, createStorageTable(viewObject.view())))
                : Optional.empty();
    }

    /** Returns a table for the rows of a materialized view, without the partitions that refreshes have created. */
    static Table createStorageTable(MaterializedView view) {
        Table table = Table.of(view.name(), KeyModel.DUPLICATE, view.toTableColumns(), view.distribution())
                .withIndexes(view.indexes())
                .withComment(view.comment())
                .withSortKey(view.declaredSortKey())
                .withProperties(view.properties());
        return switch (view.partitioningKind()) {
            case UNPARTITIONED -> table;
            case RANGE ->
                table.withPartitioning(
                        new Partitioning.ExpressionRange(view.partitionBy().get(0), true, List.of()));
            case LIST -> table.withPartitioning(new Partitioning.ExpressionList(view.partitionBy(), List.of()));
        };
    }

    List<PartitionDescription> listTemporaryPartitions() {
        List<PartitionDescription> partitions = new ArrayList<>();
        table.temporaryPartitions().forEach(partition -> addPartitionTo(partitions, true, partition));
        return partitions;
    }

    /** Lists the partitions that are not temporary; of a table without partitions, its only one. */
    List<PartitionDescription> listPartitions() {
        List<PartitionDescription> partitions = new ArrayList<>();
        if (table.partitioning() instanceof Partitioning.None) {
            partitions.add(new PartitionDescription(
                    currentVersion(PartitionVersionKey.UNPARTITIONED), table.name(), false, "", List.of()));
        } else {
            table.partitioning().partitions().forEach(partition -> addPartitionTo(partitions, false, partition));
        }
        return partitions;
    }

    private PartitionVersion currentVersion(String key) {
        return snapshot.state()
                .versions()
                .find(snapshot.id(database, table.name()), key)
                .orElse(UNKNOWN_VERSION);
    }

    private void addPartitionTo(
            List<PartitionDescription> partitions, boolean isTemporary, PartitionDefinition partition) {
        PartitionVersion version =
                currentVersion(PartitionVersionKey.format(partition.name().text(), isTemporary));
        if (partition instanceof PartitionDefinition.RangePartition rangePartition) {
            String range = "[" + formatKey(rangePartition.lowerBounds()) + ".."
                    + formatKey(rangePartition.upperBounds()) + ")";
            partitions.add(new PartitionDescription(
                    version, rangePartition.name().text(), isTemporary, range, rangePartition.properties()));
        } else if (partition instanceof PartitionDefinition.ListPartition listPartition) {
            partitions.add(new PartitionDescription(
                    version,
                    listPartition.name().text(),
                    isTemporary,
                    formatValues(listPartition),
                    listPartition.properties()));
        }
    }

    /**
     * Returns the shadow partition of a table with automatic partitions; empty for any other table. The shadow
     * partition never has rows, and SHOW PARTITIONS omits it.
     */
    Optional<PartitionDescription> findShadowPartition() {
        if (!table.partitioning().isAutomatic()) {
            return Optional.empty();
        }
        String lowestKey = formatKey("0000-00-00" + (joinRangeTypes().contains("DATETIME") ? " 00:00:00" : ""));
        String valuesText = table.partitioning().isByRange() ? "[" + lowestKey + ".." + lowestKey + ")" : "";
        return Optional.of(new PartitionDescription(
                currentVersion(PartitionVersionKey.SHADOW), PartitionVersionKey.SHADOW, false, valuesText, List.of()));
    }

    private String formatKey(List<Bound> bounds) {
        return formatKey(bounds.stream().map(PartitionDescriptions::formatBound).collect(Collectors.joining(", ")));
    }

    private String formatKey(String joinedKeys) {
        return "types: [" + joinRangeTypes() + "]; keys: [" + joinedKeys + "]; ";
    }

    /** Returns the names of the types of the partition columns. An unknown type counts as DATETIME. */
    private String joinRangeTypes() {
        Type expressionType = table.partitioning() instanceof Partitioning.ExpressionRange range
                ? new RangeExpression(range.expression()).intrinsicType()
                : null;
        return table.partitioning().sourceColumns().stream()
                .map(name -> Optional.ofNullable(expressionType)
                        .or(() -> table.findColumn(name).map(Column::type))
                        .map(PrimitiveType::of)
                        .map(PrimitiveType::name))
                .map(type -> type.orElse("DATETIME"))
                .collect(Collectors.joining(", "));
    }

    private static String formatValues(PartitionDefinition.ListPartition partition) {
        return JsonWriter.COMPACT.format(partition.values().stream()
                .map(row -> row.stream().map(PartitionDescriptions::formatBound).toList())
                .toList());
    }

    private static String formatBound(Bound bound) {
        if (bound instanceof Bound.LiteralBound value) {
            return value.text();
        }
        return bound instanceof Bound.MaximumBound ? "MAXVALUE" : "NULL";
    }

    String distributionKey() {
        return table.distribution() instanceof Distribution.Hash hashDistribution
                ? hashDistribution.columns().stream().map(Name::text).collect(Collectors.joining(", "))
                : "ALL KEY";
    }

    /**
     * Returns the number of buckets that SHOW CREATE prints. If it prints none, a server derives the number for a table
     * from its number of backends, and the number for a materialized view from the base tables. This method assumes
     * that the base tables are partitioned like the view.
     */
    int bucketCount() {
        int shownCount = shownBucketCount();
        if (shownCount > 0) {
            return shownCount;
        }
        int backendCount = Math.max(1, snapshot.profile().backendCount());
        if (table.distribution() instanceof Distribution.Random && !isMaterializedView()) {
            return computeRandomBucketCount(backendCount);
        }
        int defaultCount = ColocationRules.defaultBucketCount(backendCount);
        return table.partitioning() instanceof Partitioning.None
                ? Math.max(MIN_UNPARTITIONED_BUCKETS, defaultCount)
                : defaultCount;
    }

    private boolean isMaterializedView() {
        return snapshot.findObject(QualifiedName.of(database, table.name()))
                .filter(DatabaseObject.DatabaseMaterializedView.class::isInstance)
                .isPresent();
    }

    /** Divides the number of backends by small factors until at most seven buckets remain. */
    private static int computeRandomBucketCount(int backendCount) {
        int bucketCount = backendCount;
        while (bucketCount > MAX_RANDOM_BUCKETS) {
            int dividend = bucketCount;
            int divisor = IntStream.of(2, 3, 5, 7)
                    .filter(factor -> dividend % factor == 0)
                    .findFirst()
                    .orElse(2);
            bucketCount /= divisor;
        }
        return bucketCount;
    }

    /** Returns the number of buckets that SHOW CREATE prints; 0 if it prints none. */
    int shownBucketCount() {
        Buckets buckets = table.distribution().buckets();
        if (buckets instanceof Buckets.AssumedCount assumedCount) {
            return assumedCount.value();
        }
        return buckets instanceof Buckets.Count count ? count.value() : 0;
    }

    /**
     * Returns an approximate size: the number of rows times the width of the column types. A text counts as 20
     * bytes, whatever it contains, and a nested value as 1 byte.
     */
    long estimateBytes(PartitionDescription partition) {
        long rowWidth = table.columns().stream()
                .map(Column::type)
                .mapToLong(type -> PrimitiveType.of(type) == PrimitiveType.CHAR
                        ? CHAR_WIDTH
                        : Math.max(1, PrimitiveType.shortKeyBytes(type)))
                .sum();
        return partition.version().rowCount() * rowWidth;
    }

    String replicationNumber(PartitionDescription partition) {
        return KnownProperty.REPLICATION_NUM
                .findValueIn(partition.properties())
                .or(() -> KnownProperty.REPLICATION_NUM.findValueIn(table.properties()))
                .orElse("1");
    }

    String partitionKey() {
        return String.join(", ", table.partitioning().sourceColumns());
    }

    /** Returns the partition columns as SHOW CREATE TABLE defines them, with the hidden columns of expressions. */
    String partitionColumns() {
        Stream<ColumnDefinition> columns = ShowCreate.shownStatement(snapshot.profile(), table).columns().stream()
                .filter(column -> table.partitioning().columns().stream().anyMatch(column.name()::equalsIgnoreCase));
        return Stream.concat(columns, ShowCreate.hiddenColumns(snapshot.profile(), table).stream())
                .map(Sql::render)
                .collect(Collectors.joining(", "));
    }

    private String valuesColumnWord() {
        Partitioning partitioning = table.partitioning();
        return partitioning instanceof Partitioning.None || partitioning.isByRange() ? "Range" : "List";
    }

    /** Returns the listing of SHOW PARTITIONS, either of the temporary partitions or of all others. */
    Listing createListing(boolean isTemporary) {
        boolean isSharedData = snapshot.profile().isSharedData();
        Listing listing = snapshot.listingFactory()
                .createListing(isSharedData ? "SHOW PARTITIONS of shared data" : "SHOW PARTITIONS", valuesColumnWord());
        for (PartitionDescription partition : isTemporary ? listTemporaryPartitions() : listPartitions()) {
            PartitionVersion version = partition.version();
            if (isSharedData) {
                listing.addRow(
                        version.id(),
                        partition.name(),
                        version.visibleVersion(),
                        version.visibleVersion() + 1,
                        partitionKey(),
                        partition.valuesText(),
                        distributionKey(),
                        bucketCount(),
                        ObjectSize.formatPartitionSize(estimateBytes(partition)),
                        version.rowCount(),
                        version.visibleVersion(),
                        version.id());
            } else {
                listing.addRow(
                        version.id(),
                        partition.name(),
                        version.visibleVersion(),
                        partition.formatVisibleSince(),
                        partitionKey(),
                        partition.valuesText(),
                        distributionKey(),
                        bucketCount(),
                        replicationNumber(partition),
                        ObjectSize.formatPartitionSize(estimateBytes(partition)),
                        version.rowCount(),
                        version.visibleVersion(),
                        version.id());
            }
        }
        return listing;
    }
}
