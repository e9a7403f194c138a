package dev.cairn.engine.table;

import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.StoredProperties.Setting;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.ColumnAnalysis;
import dev.cairn.engine.column.ColumnRule;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.partition.PartitioningDraft;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.CreateTableAsSelect;
import dev.cairn.sql.ast.Statement.CreateTableLike;
import dev.cairn.sql.ast.Statement.TableLifetime;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Applies CREATE TABLE, CREATE TABLE LIKE and CREATE TABLE AS SELECT. LIKE and AS SELECT are first converted to a
 * CREATE TABLE, from the statement of the other table or from the columns of the query.
 */
public record CreateTableDdl(ServerState server) {
    private static final String OLAP_ENGINE = "olap";

    public StatementResult create(CreateTable statement) {
        return createTable(TableAnalysis.analyze(server, statement))
                .map(table -> addTable(ResolvedTableName.of(server, statement.name()), table))
                .orElseGet(server::unchangedResult);
    }

    private StatementResult addTable(ResolvedTableName resolvedName, Table table) {
        Database database = resolvedName.requireDatabase(server);
        resolvedName.requireCreatable(database);
        return server.createResult(database.withTable(table));
    }

    /** Returns the new table; empty if a table with the name exists already, or if the new table is external. */
    private Optional<Table> createTable(TableAnalysis analysis) {
        CreateTable statement = analysis.statement();
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.name());
        resolvedName.requireInternal();
        NameValidation.requireValidTableName(resolvedName.tableName(), resolvedName.span());
        Database database = resolvedName.requireDatabase(server);
        boolean isNameInUse = isNameInUse(database, resolvedName, statement);
        if (isNameInUse && !statement.ifNotExists()) {
            throw Refusal.ofAnalysis(resolvedName.span(), ServerError.TABLE_EXISTS, resolvedName.tableName());
        }
        Optional<ExternalEngine> externalEngine = findExternalEngine(statement);
        requireSupportedCharset(statement);
        if (externalEngine.isPresent()) {
            analysis.checkExternal(externalEngine.get());
            return Optional.empty();
        }
        TableDraft draft = analysis.createDraft();
        if (isNameInUse) {
            return Optional.empty();
        }
        Table table = new TableCreator(server, resolvedName, database, draft).createTable();
        return statement.lifetime() == TableLifetime.EXTERNAL ? Optional.empty() : Optional.of(table);
    }

    /**
     * Returns whether the name is in use. A temporary table may have the name of another table, which it then hides.
     */
    private static boolean isNameInUse(Database database, ResolvedTableName resolvedName, CreateTable statement) {
        return statement.lifetime() == TableLifetime.TEMPORARY
                ? database.temporaryTables().contains(resolvedName.tableName())
                : database.hasObject(resolvedName.tableName());
    }

    /**
     * Returns the engine of a table of another system, which is not stored in the catalog; empty for the server's own
     * engine.
     */
    private static Optional<ExternalEngine> findExternalEngine(CreateTable statement) {
        Name engineName = statement.engine();
        if (engineName == null || engineName.text().isEmpty() || engineName.equalsIgnoreCase(OLAP_ENGINE)) {
            return Optional.empty();
        }
        ExternalEngine externalEngine = ExternalEngine.findByName(engineName.text())
                .orElseThrow(() ->
                        Refusal.ofAnalysis(engineName.span(), CommonRule.NOT_FOUND, RuleSubject.ENGINE, engineName));
        if (statement.lifetime() == TableLifetime.TEMPORARY) {
            throw Refusal.ofAnalysis(
                    engineName.span(),
                    CommonRule.SUPPORTED_ONLY_FOR,
                    "CREATE TEMPORARY TABLE",
                    "tables of the engine OLAP");
        }
        return Optional.of(externalEngine);
    }

    private static void requireSupportedCharset(CreateTable statement) {
        String charset = statement.charset();
        if (charset != null && !charset.isEmpty() && !charset.equalsIgnoreCase(ColumnAnalysis.SUPPORTED_CHARSET)) {
            throw Refusal.ofAnalysis(statement.span(), ColumnRule.CHARSET_UNSUPPORTED, charset);
        }
    }

    /**
     * Applies CREATE TABLE LIKE. The server executes the statement that SHOW CREATE TABLE prints for the source, so the
     * copy has no rollups.
     */
    public StatementResult create(CreateTableLike statement) {
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.name());
        ResolvedTableName sourceName = ResolvedTableName.of(server, statement.source());
        NameValidation.requireValidTableName(resolvedName.tableName(), resolvedName.span());
        boolean reportsSourceName = server.profile().isAtLeast(Version.V4_0);
        Optional<Table> sourceTable = sourceName.findTable(server);
        if (sourceTable.isEmpty()) {
            sourceName
                    .findDatabase(server)
                    .ifPresent(database -> requireSupportedSource(database, sourceName, statement));
        }
        Table source = sourceTable.orElseThrow(() -> Refusal.ofAnalysis(
                sourceName.span(),
                NameRule.TABLE_NOT_FOUND,
                reportsSourceName ? sourceName.tableName() : resolvedName.tableName()));
        return createTable(analyzeCopy(statement, source))
                .map(table -> addTable(resolvedName, withCopiedDefaults(table, source, statement)))
                .orElseGet(server::unchangedResult);
    }

    private static void requireSupportedSource(
            Database database, ResolvedTableName sourceName, CreateTableLike statement) {
        if (database.findSystemTable(sourceName.tableName()).isPresent()) {
            throw Refusal.ofAnalysis(
                    sourceName.span(), CommonRule.UNSUPPORTED, "CREATE TABLE LIKE", "the tables of the system");
        }
        if (statement.lifetime() == TableLifetime.TEMPORARY
                && database.findView(sourceName.tableName()).isPresent()) {
            throw Refusal.ofAnalysis(
                    sourceName.span(),
                    CommonRule.SUPPORTED_ONLY_FOR,
                    "CREATE TEMPORARY TABLE",
                    "tables of the engine OLAP");
        }
        if (database.hasObject(sourceName.tableName())) {
            throw Refusal.ofAnalysis(sourceName.span(), ServerError.LIKE_OF_VIEW);
        }
    }

    private TableAnalysis analyzeCopy(CreateTableLike statement, Table source) {
        CreateTable copiedStatement = copyStatement(statement, ShowCreate.shownStatement(server.profile(), source));
        PartitionClause partitionClause = statement.partitioning();
        return partitionClause == null
                ? TableAnalysis.analyze(server, copiedStatement)
                : TableAnalysis.analyze(server, copiedStatement, PartitioningDraft.ofCopiedClause(partitionClause));
    }

    private static CreateTable copyStatement(CreateTableLike statement, CreateTable sourceStatement) {
        return new CreateTable(statement.head(), sourceStatement.columns(), sourceStatement.clauses(), statement.span())
                .withClauses(
                        statement.distribution(),
                        new PropertyClause(mergeProperties(sourceStatement.properties(), statement.properties())));
    }

    private static List<Property> mergeProperties(List<Property> sourceProperties, List<Property> declaredProperties) {
        Map<String, Property> propertyByName = new LinkedHashMap<>();
        sourceProperties.forEach(property -> propertyByName.put(property.name(), property));
        declaredProperties.forEach(property -> propertyByName.put(property.name(), property));
        return List.copyOf(propertyByName.values());
    }

    /**
     * Marks a property of the copy as a default if it is a default of the source. The executed statement declares all
     * properties that SHOW CREATE TABLE prints, including the defaults.
     */
    private static Table withCopiedDefaults(Table table, Table source, CreateTableLike statement) {
        Set<String> declaredNames =
                statement.properties().stream().map(Property::name).collect(Collectors.toSet());
        StoredProperties properties = table.properties();
        for (Map.Entry<String, Setting> sourceEntry :
                source.properties().settingByName().entrySet()) {
            Setting setting = sourceEntry.getValue();
            boolean hasSameValue = properties
                    .findValue(sourceEntry.getKey())
                    .filter(setting.value()::equals)
                    .isPresent();
            if (setting.isAssumed() && hasSameValue && !declaredNames.contains(sourceEntry.getKey())) {
                properties = properties.withAssumedValue(sourceEntry.getKey(), setting.value());
            }
        }
        return table.withProperties(properties);
    }

    /**
     * Applies CREATE TABLE AS SELECT: the columns of the query become the columns of a CREATE TABLE with the declared
     * clauses.
     */
    public StatementResult create(CreateTableAsSelect statement) {
        DefiningQuery query = DefiningQuery.ofNewTable(server, statement.queryText());
        query.requirePlannable();
        List<Name> columnNames = determineColumnNames(query, statement);
        KeyClause keyClause = statement.key();
        if (keyClause != null && keyClause.model() != KeyModel.PRIMARY && keyClause.model() != KeyModel.DUPLICATE) {
            throw Refusal.ofAnalysis(
                    keyClause.span(), CommonRule.UNSUPPORTED, "CREATE TABLE AS SELECT", keyClause.model() + " KEY");
        }
        requireKnownColumns(query, statement);
        ResolvedTableName resolvedName = ResolvedTableName.of(server, statement.name());
        TableAnalysis analysis = TableAnalysis.analyze(server, toCreateTable(statement, query, columnNames));
        return createTable(analysis)
                .map(table -> addTable(resolvedName, withoutBinaryLengths(table)))
                .orElseGet(server::unchangedResult);
    }

    /**
     * Removes the length of binary columns, because AS SELECT does not set the maximum length, unlike a plain CREATE
     * TABLE.
     */
    private static Table withoutBinaryLengths(Table table) {
        List<Column> columns = table.columns().stream()
                .map(column -> PrimitiveType.of(column.type()) == PrimitiveType.VARBINARY
                        ? column.withType(new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSPECIFIED_LENGTH))
                        : column)
                .toList();
        return table.withColumns(columns);
    }

    /** Refuses a query whose columns are unknown because it reads objects outside the catalog. */
    private static void requireKnownColumns(DefiningQuery query, CreateTableAsSelect statement) {
        if (query.mayHaveMoreColumns()) {
            throw createUnknownColumnRefusal(statement, "its query reads objects that only a server knows");
        }
        for (OutputColumn column : query.columns()) {
            if (column.type() == null) {
                throw createUnknownColumnRefusal(statement, "the type of '" + column.name() + "' is not known");
            }
        }
    }

    private static Refusal createUnknownColumnRefusal(CreateTableAsSelect statement, String reason) {
        return Refusal.ofAnalysis(statement.name().span(), TableRule.QUERY_COLUMNS_UNKNOWN, statement.name(), reason);
    }

    private static List<Name> determineColumnNames(DefiningQuery query, CreateTableAsSelect statement) {
        List<OutputColumn> outputColumns = query.columns();
        if (statement.columns().isEmpty()) {
            return outputColumns.stream().map(output -> Name.of(output.name())).toList();
        }
        if (statement.columns().size() != outputColumns.size() && !query.mayHaveMoreColumns()) {
            throw Refusal.ofAnalysis(
                    statement.span(),
                    TableRule.QUERY_COLUMN_COUNT_DIFFERS,
                    statement.columns().size(),
                    outputColumns.size());
        }
        return statement.columns();
    }

    private static CreateTable toCreateTable(
            CreateTableAsSelect statement, DefiningQuery query, List<Name> columnNames) {
        List<ColumnDefinition> columns = new ArrayList<>(columnNames.size());
        for (int i = 0; i < columnNames.size(); i++) {
            columns.add(toColumnDefinition(
                    statement, columnNames.get(i), query.columns().get(i)));
        }
        return new CreateTable(statement.head(), columns, statement.clauses(), statement.span());
    }

    private static ColumnDefinition toColumnDefinition(
            CreateTableAsSelect statement, Name name, OutputColumn outputColumn) {
        Type type = outputColumn.type();
        if (type == null) {
            throw new IllegalArgumentException("the type of " + name + " is not known");
        }
        boolean isNullable = outputColumn.isNullableInView()
                && !isPrimaryKeyColumn(statement, name)
                && !isListPartitionColumn(statement, name);
        return ColumnDefinition.of(name, StoredTypeConverter.convertForCreateTableAsSelect(type), Span.NONE)
                .withNullable(isNullable)
                .withComment("");
    }

    private static boolean isPrimaryKeyColumn(CreateTableAsSelect statement, Name name) {
        KeyClause keyClause = statement.key();
        return keyClause != null && keyClause.model() == KeyModel.PRIMARY && keyClause.contains(name.text());
    }

    /** Returns whether the column is a column of a partitioning by list; such a column is not nullable. */
    private static boolean isListPartitionColumn(CreateTableAsSelect statement, Name name) {
        PartitionClause partitionClause = statement.partitioning();
        return partitionClause instanceof PartitionClause.ListPartitioning listClause
                && listClause.columns().stream().anyMatch(column -> column.equalsIgnoreCase(name.text()));
    }
}
