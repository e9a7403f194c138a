package dev.cairn.engine.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.engine.column.ColumnAnalysis;
import dev.cairn.engine.column.ColumnRole;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.column.DraftColumn;
import dev.cairn.engine.column.GeneratedColumns;
import dev.cairn.engine.column.TableKey;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.engine.index.IndexRules;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.engine.partition.PartitioningDraft;
import dev.cairn.engine.partition.PartitioningNormalizer;
import dev.cairn.engine.property.DeclaredTableProperties;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.TableLifetime;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Analyzes the statement of a new table, with the checks of the server in their order. The checks read no other table,
 * except the tables that the statement names as dictionaries.
 */
final class TableAnalysis {
    private static final int MAX_COLUMN_COUNT = 10000;
    private static final int MAX_BUCKET_COUNT = 1024;

    private final ServerState server;
    private final ServerProfile profile;
    private final CreateTable statement;
    private final List<DraftColumn> declaredColumns;
    private final PartitioningDraft declaredPartitioning;

    private TableAnalysis(
            ServerState server,
            CreateTable statement,
            List<DraftColumn> declaredColumns,
            PartitioningDraft declaredPartitioning) {
        this.server = server;
        this.profile = server.profile();
        this.statement = statement;
        this.declaredColumns = declaredColumns;
        this.declaredPartitioning = declaredPartitioning;
    }

    /** Determines the types of the columns and the kind of partitioning, with the checks of the server's parser. */
    static TableAnalysis analyze(ServerState server, CreateTable statement) {
        List<DraftColumn> declaredColumns = createDraftColumns(server.profile(), statement);
        PartitioningDraft declaredPartitioning =
                PartitioningDraft.ofClause(statement.partitioning(), declaredColumns, statement.span());
        return new TableAnalysis(
                server,
                statement,
                declaredColumns,
                HiddenColumnDrafts.restoreExpressions(declaredPartitioning, declaredColumns));
    }

    /** Analyzes the statement with the given partitioning in place of the declared one. */
    static TableAnalysis analyze(ServerState server, CreateTable statement, PartitioningDraft declaredPartitioning) {
        return new TableAnalysis(
                server, statement, createDraftColumns(server.profile(), statement), declaredPartitioning);
    }

    private static List<DraftColumn> createDraftColumns(ServerProfile profile, CreateTable statement) {
        List<DraftColumn> declaredColumns = new ArrayList<>(statement.columns().size() + 1);
        ColumnRole valueRole = ColumnRole.ofValue(KeyModel.DUPLICATE, null, false);
        for (ColumnDefinition definition : statement.columns()) {
            declaredColumns.add(
                    new DraftColumn(definition, ColumnAnalysis.determineType(profile, definition), valueRole, false));
        }
        return declaredColumns;
    }

    CreateTable statement() {
        return statement;
    }

    /** Checks a table of another engine. */
    void checkExternal(ExternalEngine engine) {
        checkColumnNames(declaredColumns);
        engine.checkClauses(statement);
        for (DraftColumn column : declaredColumns) {
            engine.checkColumn(column.definition(), column.type());
            ColumnAnalysis.analyze(profile, column.definition(), column.type(), column.role());
        }
        engine.checkAfterColumns(statement);
    }

    /** Applies the server's analysis, and returns the table to create. */
    TableDraft createDraft() {
        List<DraftColumn> allColumns =
                HiddenColumnDrafts.appendHiddenColumns(profile, declaredColumns, declaredPartitioning);
        checkColumnNames(allColumns);
        TableKey key = determineKey(allColumns);
        List<DraftColumn> columns = assignRoles(allColumns, key);
        DeclaredTableProperties properties =
                new DeclaredTableProperties(determineEffectiveProperties(), statement.span());
        PartitioningDraft partitioning =
                new PartitioningNormalizer(profile, key.model(), columns, properties).normalize(declaredPartitioning);
        Distribution distribution = determineDistribution(key, partitioning, columns, properties.declaredValueByName());
        new SortKey(statement.orderBy(), columns).check(key);
        List<Column> storedColumns = createStoredColumns(columns, key);
        GeneratedColumns.check(server, key, columns, storedColumns);
        List<IndexDefinition> indexes =
                IndexRules.createStoredIndexes(profile, key.model(), statement.indexes(), storedColumns);
        requireFastSchemaEvolutionForComputedDefaults(storedColumns, properties.declaredValueByName());
        return new TableDraft(
                statement,
                new TableDraft.KeyedColumns(key, columns, storedColumns),
                partitioning,
                distribution,
                indexes,
                properties);
    }

    /**
     * Returns the properties of the statement. A temporary table never belongs to a colocation group, so this property
     * is omitted for such a table.
     */
    private List<Property> determineEffectiveProperties() {
        if (statement.lifetime() != TableLifetime.TEMPORARY) {
            return statement.properties();
        }
        return statement.properties().stream()
                .filter(property -> !KnownProperty.COLOCATE_WITH.isNamed(property.name()))
                .toList();
    }

    private void checkColumnNames(List<DraftColumn> columns) {
        if (columns.size() > MAX_COLUMN_COUNT) {
            throw Refusal.ofAnalysis(statement.span(), ServerError.TOO_MANY_COLUMNS, MAX_COLUMN_COUNT);
        }
        Set<String> columnNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (DraftColumn column : columns) {
            if (!columnNames.add(column.name())) {
                throw Refusal.ofAnalysis(column.definition().span(), ServerError.DUPLICATE_COLUMN, column.name());
            }
        }
    }

    private TableKey determineKey(List<DraftColumn> columns) {
        List<ColumnDefinition> definitions = new ArrayList<>(columns.size());
        List<Type> types = new ArrayList<>(columns.size());
        for (DraftColumn column : columns) {
            definitions.add(column.definition());
            types.add(column.type());
        }
        TableKey key = statement.key() == null
                ? TableKey.ofColumns(profile, definitions, types, statement.span())
                : TableKey.ofClause(statement.key());
        key.checkColumns(definitions, types);
        return key;
    }

    private List<DraftColumn> assignRoles(List<DraftColumn> columns, TableKey key) {
        Set<String> partitionColumnNames = findAutomaticPartitionColumnNames();
        List<DraftColumn> columnsWithRoles = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            DraftColumn column = columns.get(i);
            columnsWithRoles.add(column.withRole(
                    key.determineRole(i, column.definition(), partitionColumnNames.contains(column.name()))));
        }
        return columnsWithRoles;
    }

    /**
     * Returns the columns of an automatic partitioning by list, which may have reserved names; empty for any other
     * partitioning.
     */
    private Set<String> findAutomaticPartitionColumnNames() {
        Set<String> columnNames = new HashSet<>();
        if (declaredPartitioning instanceof PartitioningDraft.Lists lists && lists.isAutomatic()) {
            lists.columns().forEach(column -> columnNames.add(column.text()));
        }
        return columnNames;
    }

    /**
     * Returns the declared distribution, or the default of the server, after the checks that need only the statement.
     */
    private Distribution determineDistribution(
            TableKey key,
            PartitioningDraft partitioning,
            List<DraftColumn> columns,
            Map<String, String> declaredValueByName) {
        Distribution declaredDistribution = statement.distribution();
        Distribution distribution = declaredDistribution == null
                ? createDefaultDistribution(key, declaredValueByName)
                : declaredDistribution;
        if (distribution instanceof Distribution.Random && key.model() != KeyModel.DUPLICATE) {
            throw Refusal.ofAnalysis(
                    distribution.span(), PartitionRule.RANDOM_DISTRIBUTION_UNSUPPORTED, key.keywords());
        }
        if (distribution.buckets() instanceof Buckets.Count count
                && count.value() > MAX_BUCKET_COUNT
                && !(partitioning instanceof PartitioningDraft.None)) {
            throw Refusal.ofAnalysis(distribution.span(), ServerError.TOO_MANY_BUCKETS, MAX_BUCKET_COUNT);
        }
        if (distribution instanceof Distribution.Hash hashDistribution) {
            for (Name columnName : hashDistribution.columns()) {
                if (columns.stream().noneMatch(candidate -> candidate.isNamed(columnName.text()))) {
                    throw Refusal.ofAnalysis(columnName.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, columnName);
                }
            }
        }
        return distribution;
    }

    private static Distribution createDefaultDistribution(TableKey key, Map<String, String> declaredValueByName) {
        if (declaredValueByName.containsKey(KnownProperty.COLOCATE_WITH.propertyName())) {
            throw Refusal.ofAnalysis(key.span(), PartitionRule.COLOCATION_WITHOUT_DISTRIBUTION);
        }
        return switch (key.model()) {
            case PRIMARY -> new Distribution.Hash(key.columnNames(), null, key.span());
            case DUPLICATE -> new Distribution.Random(null, key.span());
            case AGGREGATE, UNIQUE ->
                throw Refusal.ofAnalysis(
                        key.span(),
                        PartitionRule.NO_DEFAULT_DISTRIBUTION,
                        key.model().serverName());
        };
    }

    private List<Column> createStoredColumns(List<DraftColumn> columns, TableKey key) {
        boolean hasAutoIncrement = false;
        for (DraftColumn column : columns) {
            if (column.definition().isAutoIncrement() && hasAutoIncrement) {
                throw Refusal.ofAnalysis(statement.span(), TableRule.SEVERAL_AUTO_INCREMENTS);
            }
            hasAutoIncrement |= column.definition().isAutoIncrement();
        }
        List<Column> storedColumns = new ArrayList<>(columns.size());
        for (DraftColumn column : columns) {
            Column analyzedColumn = ColumnAnalysis.analyze(profile, column.definition(), column.type(), column.role());
            requireBigintForAutoIncrement(column);
            requireAggregateModelForSketch(column, key);
            storedColumns.add(createStoredColumn(analyzedColumn, key.model()));
        }
        return storedColumns;
    }

    private Column createStoredColumn(Column column, KeyModel model) {
        Column columnWithDeclaredAggregation = model == KeyModel.AGGREGATE ? column : column.withAggregation(null);
        Expression generatedValue = column.generatedValue();
        return generatedValue == null
                ? columnWithDeclaredAggregation
                : columnWithDeclaredAggregation.withGeneratedValue(
                        ExpressionPrintStyle.ofColumn(model).toStored(profile, generatedValue));
    }

    private static void requireBigintForAutoIncrement(DraftColumn column) {
        if (column.definition().isAutoIncrement() && PrimitiveType.of(column.type()) != PrimitiveType.BIGINT) {
            throw Refusal.ofAnalysis(column.definition().span(), TableRule.AUTO_INCREMENT_NOT_BIGINT);
        }
    }

    private static void requireAggregateModelForSketch(DraftColumn column, TableKey key) {
        Aggregation aggregation = column.role().aggregation();
        boolean isSketch = aggregation == Aggregation.Function.HLL_UNION
                || (aggregation == Aggregation.Function.BITMAP_UNION
                        && PrimitiveType.of(column.type()) == PrimitiveType.BITMAP);
        if (isSketch && key.model() != KeyModel.AGGREGATE) {
            throw Refusal.ofAnalysis(
                    key.span(), ColumnRule.VALUE_WITH_AGGREGATION, key.model().serverName(), column.name());
        }
    }

    /** Requires fast schema evolution for defaults of complex types, which cannot be stored without it. */
    private void requireFastSchemaEvolutionForComputedDefaults(
            List<Column> columns, Map<String, String> declaredValueByName) {
        String fastSchemaEvolution = declaredValueByName.get(KnownProperty.FAST_SCHEMA_EVOLUTION.propertyName());
        if (fastSchemaEvolution == null
                || fastSchemaEvolution.toLowerCase(Locale.ROOT).equals("true")) {
            return;
        }
        for (Column column : columns) {
            if (column.defaultValue() instanceof ColumnDefault.ComputedDefault) {
                throw Refusal.ofAnalysis(
                        statement.span(),
                        ColumnRule.FAST_SCHEMA_EVOLUTION_REQUIRED,
                        "The default of '" + column.name() + "'",
                        statement.name().lastPart());
            }
        }
    }
}
