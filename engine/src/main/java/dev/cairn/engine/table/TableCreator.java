package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.Table.StoredKey;
import dev.cairn.catalog.Table.StoredLayout;
import dev.cairn.catalog.Table.TableElements;
import dev.cairn.catalog.Table.TableHeader;
import dev.cairn.catalog.TableState;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.TypeUsageRules;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.RangeExpression;
import dev.cairn.engine.column.RollupColumns;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.partition.PartitionConditionCheck;
import dev.cairn.engine.partition.PartitionRanges;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.engine.partition.PartitioningDraft;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.DynamicPartitionProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.TableLifetime;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Creates a table from its analyzed statement, and applies the checks that the server makes only at this stage. The
 * errors of these checks have other numbers and messages than the errors of the analysis, which come first.
 */
final class TableCreator {
    private static final List<String> CONNECTION_PROPERTY_NAMES =
            List.of("host", "port", "user", "password", "database", "table");

    private final ServerState server;
    private final ServerProfile profile;
    private final ResolvedTableName resolvedName;
    private final Database database;
    private final TableDraft draft;

    /** The columns of the table, without the hidden columns for partition expressions. */
    private final List<Column> columns;

    TableCreator(ServerState server, ResolvedTableName resolvedName, Database database, TableDraft draft) {
        this.server = server;
        this.profile = server.profile();
        this.resolvedName = resolvedName;
        this.database = database;
        this.draft = draft;
        List<Column> visibleColumns = new ArrayList<>(draft.storedColumns().size());
        for (int i = 0; i < draft.storedColumns().size(); i++) {
            if (!draft.columns().get(i).isHidden()) {
                visibleColumns.add(draft.storedColumns().get(i));
            }
        }
        this.columns = visibleColumns;
    }

    /**
     * Performs the checks in the order of the server, which reports only the first error. This method consumes the
     * properties of the draft, so it must not be called again.
     */
    Table createTable() {
        requireKeysFirst();
        Partitioning partitioning = createPartitioning();
        Distribution distribution = createStoredDistribution();
        List<String> sortKey = new SortKey(draft.statement().orderBy(), draft.columns()).resolveStoredNames();
        consumeShortKey(findSortColumns(sortKey));
        consumeConnectionProperties();
        TablePropertyNormalizer propertyNormalizer =
                new TablePropertyNormalizer(server, resolvedName, draft, columns, distribution);
        Distribution groupDistribution = propertyNormalizer.storeBeforeRollups(database);
        requireStorableTypes();
        Table table = buildTable(partitioning, groupDistribution, sortKey, StoredProperties.NONE);
        List<Rollup> rollups = createRollups(table);
        Table createdTable = (rollups.isEmpty() ? table : table.withRollups(rollups))
                .withProperties(propertyNormalizer.storeAfterRollups(database));
        checkRetentionCondition(createdTable);
        return createdTable;
    }

    /**
     * Checks {@code partition_retention_condition} for the finished table, because the condition refers to the
     * partitions.
     */
    private void checkRetentionCondition(Table createdTable) {
        String condition = KnownProperty.PARTITION_RETENTION_CONDITION
                .findValueIn(createdTable.properties())
                .orElse("");
        Span span = draft.statement().properties().stream()
                .filter(property ->
                        property.name().equalsIgnoreCase(KnownProperty.PARTITION_RETENTION_CONDITION.propertyName()))
                .map(Property::span)
                .findFirst()
                .orElse(draft.statement().span());
        if (TablePartitions.of(createdTable).isPartitioned()) {
            PartitionConditionCheck.checkRetentionCondition(createdTable, condition, span);
        } else if (!condition.isEmpty() && !Placeholder.isPlaceholder(condition)) {
            throw Refusal.ofAnalysis(span, CommonRule.REQUIREMENT_MISSING, "The condition " + condition, "partitions");
        }
    }

    private Table buildTable(
            Partitioning partitioning, Distribution distribution, List<String> sortKey, StoredProperties properties) {
        String comment = draft.statement().comment();
        return new Table(
                new TableHeader(
                        resolvedName.tableName(),
                        draft.statement().lifetime() == TableLifetime.TEMPORARY,
                        comment == null ? "" : comment,
                        TableState.NORMAL),
                new StoredKey(draft.model(), draft.key().isAssumed(), sortKey),
                TableElements.of(columns, draft.indexes()),
                StoredLayout.of(partitioning, distribution),
                properties);
    }

    private void requireKeysFirst() {
        boolean hasValueColumn = false;
        for (DraftColumn column : draft.columns()) {
            if (column.role().isKey() && hasValueColumn) {
                throw Refusal.ofExecution(column.definition().span(), ServerError.KEY_AFTER_VALUE);
            }
            hasValueColumn |= !column.role().isKey();
        }
    }

    /** Returns the columns of the sort key, which by default are the key columns. */
    private List<Column> findSortColumns(List<String> sortKey) {
        return sortKey.isEmpty()
                ? columns.stream().filter(Column::isKey).toList()
                : sortKey.stream()
                        .flatMap(name -> columns.stream().filter(column -> column.isNamed(name)))
                        .toList();
    }

    /** Consumes the property {@code short_key}, and checks the short key, which the table does not store. */
    private void consumeShortKey(List<Column> sortColumns) {
        String declaredCount = draft.properties().consume(KnownProperty.SHORT_KEY);
        if (declaredCount == null) {
            ShortKey.requireIndexable(columns, sortColumns, draft.statement().span());
            return;
        }
        try {
            ShortKeyProperty.checkColumnCount(declaredCount, sortColumns);
        } catch (InvalidValueException failure) {
            throw draft.properties().createRefusal(KnownProperty.SHORT_KEY, failure.rule(), failure.arguments());
        }
    }

    /** Consumes the connection properties. A table in another cluster must have all of them. */
    private void consumeConnectionProperties() {
        if (draft.statement().lifetime() != TableLifetime.EXTERNAL) {
            return;
        }
        for (String propertyName : CONNECTION_PROPERTY_NAMES) {
            if (draft.properties().consume(propertyName) == null) {
                throw Refusal.ofExecution(
                        draft.statement().span(),
                        CommonRule.REQUIREMENT_MISSING,
                        "An external table",
                        "host, port, user, password, database and table");
            }
        }
    }

    private void requireStorableTypes() {
        for (DraftColumn column : draft.columns()) {
            if (!TypeUsageRules.canBeStored(column.type())) {
                throw Refusal.ofAnalysis(
                        column.definition().span(),
                        ColumnRule.INVALID_TYPE,
                        TypeFormat.formatForMessages(column.type()) + " of the column " + column.name());
            }
        }
    }

    /** Returns the declared rollups; refuses a rollup with a used name, and any rollup of a PRIMARY KEY table. */
    private List<Rollup> createRollups(Table table) {
        List<RollupDefinition> definitions = draft.statement().rollups();
        List<Rollup> rollups = new ArrayList<>(definitions.size());
        Set<String> usedNames = new HashSet<>(Set.of(table.name()));
        for (RollupDefinition definition : definitions) {
            String name = definition.name().text();
            if (table.model() == KeyModel.PRIMARY) {
                throw Refusal.ofExecution(definition.span(), TableRule.ROLLUP_OF_PRIMARY_KEY, table.name());
            }
            if (!usedNames.add(name)) {
                throw Refusal.ofExecution(definition.span(), CommonRule.ALREADY_EXISTS, RuleSubject.ROLLUP, name);
            }
            List<Column> rollupColumns = RollupColumns.determine(table, table.columns(), definition);
            rollups.add(new Rollup(name, table.model() != KeyModel.DUPLICATE, rollupColumns));
        }
        return rollups;
    }

    /**
     * Returns the distribution as the server stores it: with the names of columns as the table spells them, and
     * without a number of buckets if it is 0.
     */
    private Distribution createStoredDistribution() {
        Distribution distribution = draft.distribution();
        Buckets buckets = distribution.storedBuckets();
        if (!(distribution instanceof Distribution.Hash hashDistribution)) {
            return new Distribution.Random(buckets, distribution.span());
        }
        List<Name> storedNames = new ArrayList<>(hashDistribution.columns().size());
        for (Name name : hashDistribution.columns()) {
            storedNames.add(requireDistributionColumn(name).definition().name());
        }
        return new Distribution.Hash(storedNames, buckets, hashDistribution.span());
    }

    private DraftColumn requireDistributionColumn(Name name) {
        for (DraftColumn column : draft.columns()) {
            if (column.isNamed(name.text())) {
                if (column.hasMergedValues()) {
                    throw Refusal.ofExecution(name.span(), PartitionRule.DISTRIBUTION_COLUMN_NOT_KEY, name);
                }
                if (!TypeRules.canBeKey(profile, column.type())) {
                    throw Refusal.ofExecution(
                            name.span(),
                            PartitionRule.DISTRIBUTION_COLUMN_TYPE_UNSUPPORTED,
                            TypeFormat.formatForMessages(column.type()));
                }
                return column;
            }
        }
        throw Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
    }

    // Conversion of the declared partitioning to the partitioning of the new table.

    private Partitioning createPartitioning() {
        if (draft.partitioning() instanceof PartitioningDraft.Ranges ranges) {
            return createRangePartitioning(ranges);
        }
        if (draft.partitioning() instanceof PartitioningDraft.Lists lists) {
            return createListPartitioning(lists);
        }
        if (DynamicPartitionProperties.hasAnyProperty(draft.properties().declaredValueByName())) {
            throw createDynamicPartitionRefusal();
        }
        return new Partitioning.None();
    }

    private Refusal createDynamicPartitionRefusal() {
        return draft.properties()
                .createRefusal(
                        KnownProperty.DYNAMIC_PARTITION_ENABLE,
                        CommonRule.REQUIREMENT_MISSING,
                        "Dynamic partitioning",
                        "range partitions by one column");
    }

    private Partitioning createRangePartitioning(PartitioningDraft.Ranges ranges) {
        Expression expression = ranges.expression();
        if (expression == null) {
            List<Name> columnNames = new ArrayList<>(ranges.columns().size());
            List<Type> types = new ArrayList<>(ranges.columns().size());
            for (Name name : ranges.columns()) {
                DraftColumn column = requireColumn(name);
                requireRangeType(column.type(), ranges);
                columnNames.add(column.definition().name());
                types.add(column.type());
            }
            return new Partitioning.ColumnRange(
                    columnNames.stream().map(Name::text).toList(), sortRanges(ranges.partitions(), types));
        }
        boolean declaresDynamicPartitioning = !draft.properties()
                .declaredValueByName()
                .getOrDefault(DynamicPartitionProperties.ENABLE, "")
                .isEmpty();
        if (declaresDynamicPartitioning && !new RangeExpression(expression).supportsDynamicPartitioning()) {
            throw createDynamicPartitionRefusal();
        }
        Type type = new RangeExpression(expression)
                .determineType(profile, requireColumn(ranges.columns().get(0)));
        requireRangeType(type, ranges);
        if (ranges.isAutomatic() && !PrimitiveType.of(type).isDateOrDatetime()) {
            throw Refusal.ofExecution(ranges.span(), PartitionRule.RANGE_TYPE_UNSUPPORTED, PrimitiveType.of(type));
        }
        return new Partitioning.ExpressionRange(
                ExpressionPrintStyle.BARE.toStored(profile, expression),
                ranges.isAutomatic(),
                sortRanges(ranges.partitions(), List.of(type)));
    }

    private DraftColumn requireColumn(Name name) {
        return draft.columns().stream()
                .filter(column -> column.isNamed(name.text()))
                .findFirst()
                .orElseThrow(() -> Refusal.ofExecution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name));
    }

    private static void requireRangeType(Type type, PartitioningDraft.Ranges ranges) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        if (!primitiveType.isFixedPoint() && !primitiveType.isDateOrDatetime()) {
            throw Refusal.ofExecution(ranges.span(), PartitionRule.RANGE_TYPE_UNSUPPORTED, primitiveType);
        }
    }

    private static List<RangePartition> sortRanges(List<PartitionDefinition> partitions, List<Type> types) {
        PartitionRanges ranges = new PartitionRanges(types);
        for (PartitionDefinition partition : partitions) {
            ranges.add(partition, partition.properties());
        }
        return ranges.sortedRanges();
    }

    private Partitioning createListPartitioning(PartitioningDraft.Lists lists) {
        List<ListPartition> partitions = new ArrayList<>(lists.partitions().size());
        lists.partitions().forEach(partition -> partitions.add((ListPartition) partition));
        if (!lists.isAutomatic()) {
            return new Partitioning.ColumnList(
                    lists.columns().stream()
                            .map(name -> requireColumn(name).name())
                            .toList(),
                    partitions);
        }
        List<Expression> items = new ArrayList<>(lists.items().size());
        for (Expression item : lists.items()) {
            items.add(ExpressionPrintStyle.SERIALIZED.toStored(profile, item));
        }
        return new Partitioning.ExpressionList(items, partitions);
    }
}
