package dev.cairn.engine.materialized;

import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.RefreshState;
import dev.cairn.catalog.MaterializedView.ViewColumns;
import dev.cairn.catalog.MaterializedView.ViewLayout;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.index.IndexRules;
import dev.cairn.engine.partition.PartitionRule;
import dev.cairn.engine.property.ColocationRules;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.ReplicaCount;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.engine.query.ViewQueryNames;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Applies CREATE MATERIALIZED VIEW for an asynchronous view: analyzes the query, determines the columns, partitions and
 * properties of the view, and adds the view to the catalog. ALTER … ACTIVE repeats the analysis for an existing view.
 */
final class MaterializedViewCreator {
    private final ServerState server;
    private final CreateMaterializedView statement;
    private final ResolvedTableName resolvedName;

    private MaterializedViewCreator(ServerState server, CreateMaterializedView statement) {
        this.server = server;
        this.statement = statement;
        if (server.session().databaseName() == null && statement.name().parts().size() == 1) {
            throw Refusal.ofAnalysis(statement.name().span(), MaterializedViewRule.NO_DATABASE_SELECTED);
        }
        this.resolvedName = ResolvedTableName.of(server, statement.name());
    }

    static StatementResult create(ServerState server, CreateMaterializedView statement) {
        return new MaterializedViewCreator(server, statement).create();
    }

    private StatementResult create() {
        checkStatement();
        DefiningQuery query = DefiningQuery.of(server, statement.queryText());
        checkQuery(query);
        if (statement.columns().isEmpty()) {
            ViewQueryNames.requireReadable(statement.queryText());
        }
        MaterializedView view = analyze(query);
        Database database = resolvedName.requireDatabase(server);
        if (database.hasObject(resolvedName.tableName())) {
            if (statement.ifNotExists()) {
                return server.unchangedResult();
            }
            throw Refusal.ofExecution(resolvedName.span(), ServerError.TABLE_EXISTS, resolvedName.tableName());
        }
        resolvedName.requireCreatable(database);
        new RefreshClause(view.refresh()).requireMinimumInterval();
        if (view.refresh().scheme() == Refresh.Scheme.INCREMENTAL) {
            throw Refusal.ofExecution(statement.span(), MaterializedViewRule.INCREMENTAL_UNSUPPORTED);
        }
        StoredProperties properties = new MaterializedViewPropertyNormalizer(
                        server,
                        database.name(),
                        view,
                        statement.properties(),
                        determineDefaultReplicaCount(server, query.dependencies()),
                        statement.span())
                .normalize();
        return server.createResult(database.withMaterializedView(
                ColocationRules.withInferredBuckets(server.profile(), view.withProperties(properties))));
    }

    /**
     * Analyzes the statement of an existing view again, in order to activate the view. Returns the view without its
     * properties; neither these nor the interval of refreshes are checked.
     */
    static MaterializedView reanalyze(ServerState server, CreateMaterializedView statement, DefiningQuery query) {
        MaterializedViewCreator creator = new MaterializedViewCreator(server, statement);
        creator.checkQuery(query);
        return creator.analyze(query);
    }

    private void checkStatement() {
        NameValidation.requireValidTableName(resolvedName.tableName(), resolvedName.span());
        Query.Body body = statement.queryText().query().body();
        if (!(body instanceof Query.Select) && !(body instanceof Query.SetOperation)) {
            Span span = body.span();
            throw Refusal.ofAnalysisAt(span, span, MaterializedViewRule.NOT_ONE_QUERY_BLOCK);
        }
    }

    private void checkQuery(DefiningQuery query) {
        query.findNondeterministicCall().ifPresent(call -> {
            throw Refusal.ofAnalysisAt(call, MaterializedViewRule.NONDETERMINISTIC_FUNCTION, Sql.render(call));
        });
        if (query.readsTemporaryTable()) {
            throw Refusal.ofAnalysis(
                    statement.queryText().span(), CommonRule.UNSUPPORTED, "A view", "temporary tables");
        }
        RefreshModeCheck.check(server.profile(), statement, query.dependencies());
        if (!resolvedName.isInternal()) {
            throw createRefusal(MaterializedViewRule.OUTSIDE_DEFAULT_CATALOG);
        }
        if (resolvedName.findDatabase(server).isEmpty()) {
            throw createRefusal(CommonRule.NOT_FOUND, RuleSubject.DATABASE, resolvedName.databaseName());
        }
        for (Dependency dependency : query.dependencies()) {
            checkBaseSource(dependency.source());
        }
        IcebergTableReaders.findRepartitionedTable(server.catalog(), query.dependencies())
                .ifPresent(table -> {
                    throw createRefusal(MaterializedViewRule.BASE_TABLE_REPARTITIONED, table.name());
                });
        if (query.dependencies().isEmpty()) {
            throw Refusal.ofAnalysis(statement.queryText().span(), MaterializedViewRule.NO_BASE_TABLE);
        }
    }

    private void checkBaseSource(Source source) {
        if (source.kind() == Source.Kind.SYSTEM) {
            throw createRefusal(CommonRule.UNSUPPORTED, "A materialized view", "system tables");
        }
        boolean isInactive = source.kind() != Source.Kind.EXTERNAL
                && server.catalog()
                        .findMaterializedView(source.database(), source.name())
                        .filter(view -> !view.isActive())
                        .isPresent();
        if (isInactive) {
            throw createRefusal(MaterializedViewRule.BASED_ON_INACTIVE_VIEW, source.name());
        }
    }

    private Refusal createRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofAnalysisAt(resolvedName.span(), resolvedName.span(), rule, arguments);
    }

    /** Checks the clauses other than the properties, and returns the view without properties. */
    private MaterializedView analyze(DefiningQuery query) {
        MaterializedViewColumns viewColumns = new MaterializedViewColumns(server, statement, query);
        List<String> declaredSortKey = viewColumns.resolveDeclaredSortKey();
        List<ViewColumn> columns = viewColumns.determineColumns();
        List<String> sortKey = viewColumns.determineSortKey(columns, declaredSortKey);
        List<IndexDefinition> indexes = analyzeIndexes(columns, sortKey);
        MaterializedViewPartitioningResolver.ResolvedPartitioning partitioning =
                new MaterializedViewPartitioningResolver(server, statement, query, columns).resolve();
        Distribution distribution = analyzeDistribution(columns);
        String comment = statement.comment();
        return new MaterializedView(
                resolvedName.tableName(),
                new ViewColumns(columns, sortKey, declaredSortKey, indexes),
                comment == null ? "" : comment,
                new ViewLayout(
                        partitioning.partitioningKind(),
                        partitioning.items(),
                        partitioning.partitionBaseTableNames(),
                        distribution),
                RefreshState.ofActive(RefreshClause.of(statement.refresh()).toStoredRefresh(), StoredProperties.NONE),
                query.toDefinition());
    }

    /**
     * Returns the indexes as they are stored. The server checks the definitions of all indexes first, then repeated
     * names, and then repeated columns.
     */
    private List<IndexDefinition> analyzeIndexes(List<ViewColumn> columns, List<String> sortKey) {
        List<Column> tableColumns = columns.stream()
                .map(column -> column.toTableColumn(sortKey.contains(column.name())))
                .toList();
        List<IndexDefinition> indexes = new ArrayList<>(statement.indexes().size());
        Set<String> indexNames = new HashSet<>();
        Set<String> indexedColumnNames = new HashSet<>();
        for (IndexDefinition index : statement.indexes()) {
            IndexRules.checkNameAndColumnCount(index);
            Name name = index.columns().get(0);
            Column column = tableColumns.stream()
                    .filter(candidate -> candidate.isNamed(name.text()))
                    .findFirst()
                    .orElseThrow(() -> Refusal.ofAnalysisAt(
                            index.span(), index.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name));
            indexes.add(IndexRules.createStoredIndex(server.profile(), KeyModel.DUPLICATE, index, column));
        }
        for (IndexDefinition index : indexes) {
            String name = index.name().text().toLowerCase(Locale.ROOT);
            if (!indexNames.add(name)) {
                throw Refusal.ofAnalysis(index.span(), CommonRule.DUPLICATE, RuleSubject.INDEX, name);
            }
        }
        for (IndexDefinition index : statement.indexes()) {
            String columnName = index.columns().get(0).text(); // the server compares it as it is written
            if (!indexedColumnNames.add(columnName)) {
                throw Refusal.ofAnalysis(index.span(), CommonRule.DUPLICATE, RuleSubject.COLUMN, columnName);
            }
        }
        return indexes;
    }

    /**
     * Returns the distribution as it is stored, which is random if none is declared. Refuses columns whose names differ
     * in case only, and a distribution column that is missing or can't be a key.
     */
    private Distribution analyzeDistribution(List<ViewColumn> columns) {
        Set<String> columnNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (ViewColumn column : columns) {
            if (!columnNames.add(column.name())) {
                throw Refusal.ofAnalysis(statement.span(), ServerError.DUPLICATE_COLUMN, column.name());
            }
        }
        Distribution declaredDistribution = statement.distribution();
        if (declaredDistribution == null) {
            return new Distribution.Random(null, Span.NONE);
        }
        Buckets buckets = declaredDistribution.storedBuckets();
        if (!(declaredDistribution instanceof Distribution.Hash hashDistribution)) {
            return new Distribution.Random(buckets, declaredDistribution.span());
        }
        for (Name name : hashDistribution.columns()) {
            if (!columnNames.contains(name.text())) {
                throw Refusal.ofAnalysis(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
            }
        }
        List<Name> storedNames = hashDistribution.columns().stream()
                .map(name -> Name.of(requireHashColumn(name, columns).name()))
                .toList();
        return new Distribution.Hash(storedNames, buckets, declaredDistribution.span());
    }

    private ViewColumn requireHashColumn(Name name, List<ViewColumn> columns) {
        ViewColumn column = columns.stream()
                .filter(candidate -> candidate.isNamed(name.text()))
                .findFirst()
                .orElseThrow();
        if (column.type() != null && !TypeRules.canBeKey(server.profile(), column.type())) {
            throw Refusal.ofExecution(
                    name.span(),
                    PartitionRule.DISTRIBUTION_COLUMN_TYPE_UNSUPPORTED,
                    TypeFormat.formatForMessages(column.type()));
        }
        return column;
    }

    /**
     * Returns the default number of replicas of a view: the largest known number of its base tables and views, or the
     * default of the server if no number is known.
     */
    private static int determineDefaultReplicaCount(ServerState server, List<Dependency> dependencies) {
        return dependencies.stream()
                .flatMap(dependency -> findReplicaCount(server, dependency).stream())
                .max(Integer::compare)
                .orElseGet(() -> ReplicaCount.defaultCount(server.profile()));
    }

    private static Optional<Integer> findReplicaCount(ServerState server, Dependency dependency) {
        if (dependency.source().kind() == Source.Kind.EXTERNAL) {
            return Optional.empty();
        }
        Optional<Database> database =
                server.catalog().findDatabase(dependency.source().database());
        String name = dependency.source().name();
        Optional<StoredProperties> properties =
                database.flatMap(foundDatabase -> foundDatabase.findTable(name)).map(Table::properties);
        if (properties.isEmpty()) {
            properties = database.flatMap(foundDatabase -> foundDatabase.findMaterializedView(name))
                    .map(MaterializedView::properties);
        }
        return properties
                .flatMap(KnownProperty.REPLICATION_NUM::findValueIn)
                .flatMap(MaterializedViewCreator::parseReplicaCount);
    }

    /** Parses the number of replicas; empty if the text is a placeholder, whose value is unknown. */
    private static Optional<Integer> parseReplicaCount(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException ignored) {
            return Optional.empty();
        }
    }
}
