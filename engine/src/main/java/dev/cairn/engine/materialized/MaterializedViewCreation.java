package dev.cairn.engine.materialized;

import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.column.StoredColumns;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.index.IndexRules;
import dev.cairn.engine.property.RefreshModeProperty;
import dev.cairn.engine.query.DefiningQuery;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.Refresh;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** CREATE MATERIALIZED VIEW of an asynchronous one. */
final class MaterializedViewCreation {
    private final ServerState server;
    private final CreateMaterializedView statement;
    private final ResolvedTableName place;

    private MaterializedViewCreation(ServerState server, CreateMaterializedView statement) {
        this.server = server;
        this.statement = statement;
        if (server.session().database() == null && statement.name().parts().size() == 1) {
            throw Refusal.analysis(
                    statement.name().span(),
                    "No database selected. You could set the database name through `<database>.<table>` or"
                            + " `use <database>` statement");
        }
        this.place = ResolvedTableName.of(server, statement.name());
    }

    static StatementResult create(ServerState server, CreateMaterializedView statement) {
        return new MaterializedViewCreation(server, statement).create();
    }

    private StatementResult create() {
        checkBefore();
        DefiningQuery query = DefiningQuery.of(server, statement.query());
        checkQuery(query);
        if (statement.columns().isEmpty()) {
            query.requireReadableNames();
        }
        MaterializedView view = analysed(query);
        Database database = place.existingDatabase(server);
        if (database.holds(place.table())) {
            if (statement.ifNotExists()) {
                return server.unchanged();
            }
            throw Refusal.execution(place.span(), ServerError.TABLE_EXISTS, place.table());
        }
        RefreshScheme.requireRare(view.refresh());
        if (view.refresh().scheme() == Refresh.Scheme.INCREMENTAL) {
            throw Refusal.execution(
                    statement.span(),
                    server.profile().sharedData()
                            ? "Incremental materialized view in shared_data mode is not supported"
                            : "Unknown error");
        }
        StoredProperties properties = new MaterializedProperties(
                        server, database.name(), view, statement.properties(), statement.span())
                .taken(BaseReplicas.most(server, query.dependencies()));
        return server.changed(database.with(view.withProperties(properties)));
    }

    /** What the query makes of the statement today, for a view that is to become active again. */
    static MaterializedView analysedAgain(ServerState server, CreateMaterializedView statement, DefiningQuery query) {
        MaterializedViewCreation creation = new MaterializedViewCreation(server, statement);
        creation.checkQuery(query);
        return creation.analysed(query);
    }

    private void checkBefore() {
        NameRules.checkTable(place.table(), place.span());
        Query.Body body = statement.query().query().body();
        if (!(body instanceof Query.Select) && !(body instanceof Query.SetOperation)) {
            Span at = body.span();
            throw Refusal.located(
                    at,
                    at,
                    "Materialized view query statement only supports a single query block or multiple query blocks in"
                            + " set operations");
        }
    }

    private void checkQuery(DefiningQuery query) {
        if (query.readsTemporaryTable()) {
            throw Refusal.analysis(statement.query().span(), "Materialized view can't base on temporary table");
        }
        RefreshModeProperty.check(server.profile(), statement, query.dependencies());
        if (!place.internal()) {
            throw located("Materialized view can only be created in default_catalog. You could either create it with"
                    + " default_catalog.<database>.<mv>, or switch to default_catalog through"
                    + " `set catalog <default_catalog>` statement");
        }
        if (place.database(server).isEmpty()) {
            throw located("Can not find database:" + place.database() + " in " + place.catalog());
        }
        for (Dependency dependency : query.dependencies()) {
            checkBase(dependency.source());
        }
        if (query.dependencies().isEmpty()) {
            throw Refusal.analysis(statement.query().span(), "Can not find base table in query statement");
        }
    }

    private void checkBase(Source source) {
        if (source.kind() == Source.Kind.SYSTEM) {
            throw located("Create/Rebuild materialized view do not support the table type: SCHEMA");
        }
        boolean inactive = source.kind() != Source.Kind.EXTERNAL
                && server.catalog()
                        .database(source.database())
                        .flatMap(database -> database.materializedView(source.name()))
                        .filter(view -> !view.active())
                        .isPresent();
        if (inactive) {
            throw located("Create/Rebuild materialized view from inactive materialized view: " + source.name());
        }
    }

    private Refusal located(String words) {
        return Refusal.located(place.span(), place.span(), words);
    }

    private MaterializedView analysed(DefiningQuery query) {
        MaterializedColumns draft = new MaterializedColumns(server, statement, query);
        List<String> sortKey = draft.sortKey();
        List<ViewColumn> columns = draft.columns();
        List<String> keys = draft.keys(columns, sortKey);
        List<IndexDefinition> indexes = indexes(columns, keys);
        MaterializedPartitioning.Found partitioning =
                new MaterializedPartitioning(server, statement, query, columns).found();
        Distribution distribution = distribution(columns);
        String comment = statement.comment();
        return new MaterializedView(
                place.table(),
                columns,
                keys,
                sortKey,
                indexes,
                comment == null ? "" : comment,
                partitioning.division(),
                partitioning.items(),
                distribution,
                RefreshScheme.stored(statement.refresh()),
                StoredProperties.NONE,
                query.definition(),
                null);
    }

    private List<IndexDefinition> indexes(List<ViewColumn> columns, List<String> keys) {
        List<Column> stored = StoredColumns.of(columns, keys);
        List<IndexDefinition> indexes = new ArrayList<>(statement.indexes().size());
        Set<String> names = new HashSet<>();
        Set<String> indexed = new HashSet<>();
        for (IndexDefinition index : statement.indexes()) {
            IndexRules.checkAlone(index);
            Name name = index.columns().get(0);
            Column column = stored.stream()
                    .filter(each -> each.is(name.text()))
                    .findFirst()
                    .orElseThrow(() -> Refusal.located(
                            index.span(),
                            index.span(),
                            "BITMAP column does not exist in table. invalid column: " + name));
            indexes.add(IndexRules.stored(server.profile(), KeyModel.DUPLICATE, index, column));
        }
        for (IndexDefinition index : indexes) {
            String name = index.name().text().toLowerCase(Locale.ROOT);
            if (!names.add(name)) {
                throw Refusal.analysis(index.span(), "Duplicate index name '" + name + "'");
            }
        }
        for (IndexDefinition index : statement.indexes()) {
            String column = index.columns().get(0).text();
            if (!indexed.add(column)) {
                throw Refusal.analysis(index.span(), "Duplicate column name '" + column + "' in index");
            }
        }
        return indexes;
    }

    private Distribution distribution(List<ViewColumn> columns) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (ViewColumn column : columns) {
            if (!names.add(column.name())) {
                throw Refusal.analysis(statement.span(), ServerError.DUPLICATE_COLUMN, column.name());
            }
        }
        Distribution said = statement.distribution();
        if (said == null) {
            return new Distribution.Random(null, Span.NONE);
        }
        Buckets buckets = said.buckets() instanceof Buckets.Count count && count.value() == 0 ? null : said.buckets();
        if (!(said instanceof Distribution.Hash hash)) {
            return new Distribution.Random(buckets, said.span());
        }
        for (Name name : hash.columns()) {
            if (!names.contains(name.text())) {
                throw Refusal.analysis(name.span(), "Distribution column(" + name + ") doesn't exist.");
            }
        }
        List<Name> stored = hash.columns().stream()
                .map(name -> Name.of(hashed(name, columns).name()))
                .toList();
        return new Distribution.Hash(stored, buckets, said.span());
    }

    private ViewColumn hashed(Name name, List<ViewColumn> columns) {
        ViewColumn column = columns.stream()
                .filter(each -> each.is(name.text()))
                .findFirst()
                .orElseThrow();
        if (column.type() != null && !TypeRules.canBeKey(server.profile(), column.type())) {
            throw Refusal.execution(
                    name.span(), TypeText.named(column.type()) + " column can not be distribution column");
        }
        return column;
    }
}
