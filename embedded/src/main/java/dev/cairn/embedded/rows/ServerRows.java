package dev.cairn.embedded.rows;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.SelectedDatabase;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Answer.ResultColumn;
import dev.cairn.embedded.query.ConstantQuery;
import dev.cairn.embedded.query.ResultColumnTypeMapping;
import dev.cairn.embedded.query.SessionValues;
import dev.cairn.embedded.rows.DuckDb.StatementTimeout;
import dev.cairn.embedded.rows.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.LoadStage.LoadCounts;
import dev.cairn.embedded.rows.LoadStage.LoadMapping;
import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.StateListener;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.TranslatedQuery;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.TranslationMode;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.DmlStatement.Insert;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores and queries the rows of one server. Callers hold the lock of the cluster, so that calls are serialized. Only a
 * prepared query runs without the lock, concurrently with other statements.
 */
public final class ServerRows implements StateListener, AutoCloseable {
    private final ServerProfile profile;
    private final InstantSource clock;
    private final Set<DuckDbSnapshot> runningQueries = ConcurrentHashMap.newKeySet();
    private @Nullable Storage openedStorage;
    private long evaluationCount;

    public ServerRows(ServerProfile profile, InstantSource clock) {
        this.profile = profile;
        this.clock = clock;
    }

    /** The database and its tables, which are created when rows are first used. */
    private record Storage(DuckDb duckDb, TableStore store) {}

    /** Returns the database. When it is opened, views that have been refreshed before get their rows. */
    private Storage openStorage(ClusterState state) {
        Storage storage = openedStorage;
        if (storage == null) {
            DuckDb duckDb = DuckDb.open();
            storage = new Storage(duckDb, new TableStore(duckDb));
            openedStorage = storage;
            createRefresher(storage).runAfter(ClusterState.initial(state.accounts()), state);
        }
        return storage;
    }

    private MaterializedViewRefresher createRefresher(Storage storage) {
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new MaterializedViewRefresher(
                storage.duckDb(), storage.store(), profile, now, new Translation(createContextWithoutTables()));
    }

    /** Analyses a query, including the names of its result columns. */
    public BoundQuery analyse(Query query, StatementContext context) {
        return createSourceResolver(context)
                .createAnalysis(context.session().database())
                .analyseExecutable(query);
    }

    /** Prepares a query over the current rows. The supplier runs it once, and may be called without the lock. */
    public Supplier<Answer.ResultRows> prepareSelect(Query query, BoundQuery analysedQuery, StatementContext context) {
        Optional<ConstantQuery> constant = ConstantQuery.of(query);
        if (constant.isPresent()) {
            return () -> constant.get().answer(context.values(), analysedQuery);
        }
        Storage storage = openStorage(context.state());
        Translation translation = createTranslation(storage, context);
        TranslatedQuery translatedQuery = translation.translateAnswer(analysedQuery, TranslationMode.PLAIN);
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 0; i < translatedQuery.columns().size(); i++) {
            TranslatedQuery.QueryColumn column = translatedQuery.columns().get(i);
            columns.add(new ResultColumn(
                    analysedQuery.columns().get(i).name(), ResultColumnTypeMapping.toResultColumnType(column.type())));
        }
        StatementTimeout timeout = createQueryTimeout(context);
        DuckDbSnapshot snapshot = storage.duckDb().openSnapshot();
        if (isLookup(query, context)) {
            snapshot.expectLookup();
        }
        runningQueries.add(snapshot);
        context.session().setCancellation(snapshot::cancel);
        SelectedRows selectedRows = new SelectedRows(translatedQuery, snapshot, () -> {
            context.session().setCancellation(() -> {});
            runningQueries.remove(snapshot);
            snapshot.close();
        });
        return () -> selectedRows.answer(columns, mode -> translation.translateAnswer(analysedQuery, mode), timeout);
    }

    /** Returns whether a query selects columns of a row of a small table by its key. */
    private static boolean isLookup(Query query, StatementContext context) {
        Optional<Relation.Named> relation = KeyCondition.findOnlyRelation(query);
        if (relation.isEmpty() || !(query.body() instanceof Query.Select select)) {
            return false;
        }
        QualifiedName name = relation.get().name();
        String database = SelectedDatabase.ownerOf(name, context.session().database());
        return context.catalog()
                .table(database, name.lastPart().text())
                .filter(table -> new KeyCondition(table).matches(select.where())
                        && !context.hasManyRows(context.keyOf(database, new DatabaseObject.DatabaseTable(table))))
                .isPresent();
    }

    /**
     * The rows of a query, of which those that do not fit into memory are calculated while they are sent.
     *
     * @param releaseAction releases the query when all rows are sent, or are no longer needed
     */
    private record SelectedRows(TranslatedQuery query, DuckDbSnapshot snapshot, Runnable releaseAction)
            implements Answer.RemainingRows {
        Answer.ResultRows answer(List<ResultColumn> columns, TranslationRetry retry, StatementTimeout timeout) {
            boolean isOpen = false;
            try {
                List<List<@Nullable String>> firstRows = snapshot.readFirstRows(query, retry, timeout);
                for (List<@Nullable String> row : firstRows) {
                    decodeBinaryColumns(query, row);
                }
                isOpen = snapshot.hasRemainingRows();
                return new Answer.ResultRows(columns, firstRows, isOpen ? this : null);
            } finally {
                if (!isOpen) {
                    close();
                }
            }
        }

        @Override
        public Optional<Answer.Failure> send(Answer.ResultRowSink sink) throws IOException {
            try {
                snapshot.sendRemainingRows(row -> {
                    decodeBinaryColumns(query, row);
                    sink.accept(row);
                });
                return Optional.empty();
            } catch (Refusal refusal) {
                return Optional.of(toFailure(refusal));
            }
        }

        @Override
        public void close() {
            releaseAction.run();
        }
    }

    /** Returns a refusal as it is sent to the client. */
    public static Answer.Failure toFailure(Refusal refusal) {
        return new Answer.Failure(refusal.errno(), refusal.sqlState(), String.valueOf(refusal.getMessage()));
    }

    /** Prepares a query with a single value; see {@link #prepareSelect}. */
    public Supplier<Constant> prepareValue(Query query, StatementContext context) {
        BoundQuery analysedQuery = analyse(query, context);
        Type type = createTranslation(openStorage(context.state()), context)
                .translateQuery(analysedQuery, TranslationMode.PLAIN)
                .columns()
                .get(0)
                .type();
        Supplier<Answer.ResultRows> answer = prepareSelect(query, analysedQuery, context);
        return () -> {
            Answer.ResultRows rows = answer.get();
            if (rows.remainingRows() != null) {
                rows.remainingRows().close();
            }
            return new Constant(rows.rows().get(0).get(0), type);
        };
    }

    /** Cancels the queries that run without the lock. */
    public void cancelQueries() {
        runningQueries.forEach(DuckDbSnapshot::cancel);
    }

    private static StatementTimeout createQueryTimeout(StatementContext context) {
        return createTimeout(context, "Query", "query_timeout");
    }

    private static StatementTimeout createTimeout(StatementContext context, String statementKind, String variable) {
        int seconds = Integer.parseInt(context.session().variables().value(variable));
        return new StatementTimeout(seconds, statementKind, variable);
    }

    /** Returns the timeout of an INSERT, UPDATE or DELETE. The property of an INSERT overrides the session's. */
    private static StatementTimeout createLoadTimeout(DmlStatement dmlStatement, StatementContext context) {
        StatementTimeout sessionTimeout = createTimeout(context, "Insert", "insert_timeout");
        return (dmlStatement instanceof Insert insert
                        ? KnownProperty.TIMEOUT.valueIn(insert.properties())
                        : Optional.<String>empty())
                .map(seconds -> new StatementTimeout(
                        Integer.parseInt(seconds), sessionTimeout.statementKind(), sessionTimeout.variable()))
                .orElse(sessionTimeout);
    }

    /** Returns the timeout of an INSERT, UPDATE or DELETE in seconds. */
    public static int loadTimeoutSeconds(DmlStatement dmlStatement, StatementContext context) {
        return createLoadTimeout(dmlStatement, context).seconds();
    }

    /** Creates the evaluations of queries, each with its own table for the result. */
    @FunctionalInterface
    interface EvaluationFactory {
        PreparedWrite.QueryEvaluation create(TranslatedQuery query, TranslationRetry retry);
    }

    /**
     * Writes the row of an UPDATE or DELETE by key at once; empty, and nothing is written, if the statement must be {@linkplain #prepare
     * prepared} instead.
     */
    public Optional<WriteResult> writeByKey(
            DmlStatement dmlStatement, String database, DatabaseObject object, StatementContext context) {
        if (dmlStatement instanceof Insert || !(object instanceof DatabaseObject.DatabaseTable tableObject)) {
            return Optional.empty();
        }
        Storage storage = openStorage(context.state());
        return runWithTimeout(storage, dmlStatement, context, () -> {
            DuckDbTarget target = createTarget(dmlStatement, database, tableObject, storage, context);
            return new KeyedWrite(storage.duckDb(), target, createTranslation(storage, context), context)
                    .write(dmlStatement);
        });
    }

    private static <T> T runWithTimeout(
            Storage storage, DmlStatement dmlStatement, StatementContext context, Supplier<T> work) {
        storage.duckDb().setTimeout(createLoadTimeout(dmlStatement, context));
        try {
            return work.get();
        } finally {
            storage.duckDb().setTimeout(StatementTimeout.NONE);
        }
    }

    /** Prepares a statement over the current rows; its query is evaluated by {@link PreparedWrite#evaluate}. */
    public PreparedWrite prepare(
            DmlStatement dmlStatement, String database, DatabaseObject object, StatementContext context) {
        if (!(object instanceof DatabaseObject.DatabaseTable tableObject)) {
            throw new IllegalArgumentException(object.name() + " is not a table");
        }
        Storage storage = openStorage(context.state());
        EvaluationFactory evaluationFactory = (query, retry) -> {
            DuckDbSnapshot snapshot = storage.duckDb().openSnapshot();
            runningQueries.add(snapshot);
            return new PreparedWrite.QueryEvaluation(
                    storage.duckDb(),
                    snapshot,
                    query,
                    retry,
                    "result" + ++evaluationCount,
                    createLoadTimeout(dmlStatement, context));
        };
        DuckDbTarget target = createTarget(dmlStatement, database, tableObject, storage, context);
        Translation translation = createTranslation(storage, context);
        if (dmlStatement instanceof DmlStatement.Delete delete) {
            return new RowDeletion(storage.duckDb(), target, translation).prepare(delete, evaluationFactory);
        }
        return new RowInsertion(storage.duckDb(), target, translation, context)
                .prepare(toInsert(dmlStatement, database, tableObject.table()), evaluationFactory);
    }

    /** Returns an INSERT of whole rows, or the INSERT of the changed rows of an UPDATE. */
    private static Insert toInsert(DmlStatement dmlStatement, String database, Table table) {
        if (dmlStatement instanceof DmlStatement.Update update) {
            return new UpdateConversion(table, update).toInsert();
        }
        Insert insert = (Insert) dmlStatement;
        return DatabaseObject.isInExternalCatalog(database)
                        && !insert.partitionKeys().isEmpty()
                ? new PartitionKeyConversion(table, insert).toWholeRows()
                : insert;
    }

    private DuckDbTarget createTarget(
            DmlStatement dmlStatement,
            String database,
            DatabaseObject.DatabaseTable tableObject,
            Storage storage,
            StatementContext context) {
        DuckDbTableResolver tables = createTableResolver(storage, context);
        DuckDbTable storedTable = isIntoTemporaryPartitions(dmlStatement)
                ? tables.findOrCreateTemporaryTable(database, tableObject)
                : tables.findOrCreateTable(database, tableObject);
        return new DuckDbTarget(database, tableObject.table(), storedTable);
    }

    /** Writes the rows of a prepared statement to its table. */
    public WriteResult write(
            PreparedWrite prepared,
            String database,
            DatabaseObject.DatabaseTable tableObject,
            StatementContext context) {
        Storage storage = openStorage(context.state());
        DmlStatement dmlStatement = prepared.dmlStatement();
        return runWithTimeout(storage, dmlStatement, context, () -> {
            DuckDbTarget target = createTarget(dmlStatement, database, tableObject, storage, context);
            Translation translation = createTranslation(storage, context);
            return dmlStatement instanceof DmlStatement.Delete delete
                    ? new RowDeletion(storage.duckDb(), target, translation).write(delete, prepared)
                    : new RowInsertion(storage.duckDb(), target, translation, context)
                            .write((Insert) dmlStatement, prepared);
        });
    }

    /** Ends a prepared statement, whether it was written or not. */
    public void discard(PreparedWrite prepared) {
        if (openedStorage != null) {
            prepared.close();
        }
        runningQueries.removeIf(prepared::ownsSnapshot);
    }

    /** Runs the work in one transaction, which is rolled back if the work fails. */
    public <T> T runInTransaction(ClusterState state, Supplier<T> work) {
        Storage storage = openStorage(state);
        Set<String> keysBefore = storage.store().keys();
        boolean isDone = false;
        try {
            T result = storage.duckDb().runInTransaction(work);
            isDone = true;
            return result;
        } finally {
            if (!isDone) {
                storage.store().retainAll(keysBefore);
            }
        }
    }

    private static boolean isIntoTemporaryPartitions(DmlStatement dmlStatement) {
        return dmlStatement instanceof DmlStatement.Insert insert
                && insert.partitions() != null
                && insert.partitions().isTemporary();
    }

    /** Sets the next value of AUTO_INCREMENT. The server refuses a value that is not greater than the current one. */
    public void setCounter(
            String database, DatabaseObject.DatabaseTable object, long nextValue, StatementContext context) {
        Storage storage = openStorage(context.state());
        DuckDbTable table = createTableResolver(storage, context).findOrCreateTable(database, object);
        OptionalLong currentValue = storage.store().readCounter(table);
        if (currentValue.isPresent() && nextValue <= currentValue.getAsLong()) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.AUTO_INCREMENT_TOO_SMALL, currentValue.getAsLong());
        }
        storage.store().setCounter(table, nextValue);
    }

    /**
     * Creates a stage for the rows of a load.
     *
     * @param number a number that no other load has
     */
    public LoadStage createStage(ClusterState state, long number, int fields) {
        return openStorage(state).duckDb().createStage("load" + number, fields);
    }

    /**
     * Writes staged rows to a table.
     *
     * @param tableAtStart the table as it was when the load began, to whose columns the names in the mapping refer
     */
    public LoadCounts load(
            LoadStage stage,
            LoadMapping mapping,
            String database,
            DatabaseObject.DatabaseTable object,
            Table tableAtStart,
            StatementContext context) {
        Storage storage = openStorage(context.state());
        DuckDbTable storedTable = createTableResolver(storage, context).findOrCreateTable(database, object);
        DuckDbTarget target = new DuckDbTarget(database, object.table(), storedTable);
        Translation translation = createTranslation(storage, context);
        return new LoadExecution(storage.duckDb(), target, tableAtStart, translation, mapping).run(stage);
    }

    /** Returns the number of rows that a prepared statement would change, without changing them. */
    public long countChangedRows(
            PreparedWrite prepared, String database, DatabaseObject.DatabaseTable object, StatementContext context) {
        Storage storage = openStorage(context.state());
        Set<String> keysBefore = storage.store().keys();
        try {
            return storage.duckDb()
                    .runAndRollBack(
                            () -> write(prepared, database, object, context).rows());
        } finally {
            storage.store().retainAll(keysBefore);
        }
    }

    private DuckDbTableResolver createTableResolver(Storage storage, StatementContext context) {
        return new DuckDbTableResolver(
                storage.store(),
                context.catalog(),
                context::keyOf,
                context.systemTables(),
                createSourceResolver(context),
                new Translation(createContextWithoutTables().withSessionValues(context.values()::evaluate)));
    }

    private static SessionSourceResolver createSourceResolver(StatementContext context) {
        return new SessionSourceResolver(context.profile(), context.catalog(), context.values()::evaluate);
    }

    private Translation createTranslation(Storage storage, StatementContext context) {
        return new Translation(new TranslationContext(
                context.profile(),
                createSourceResolver(context).createAnalysis(context.session().database()),
                new StatementTables(createTableResolver(storage, context)),
                context.now(),
                context.values()::evaluate));
    }

    /** Drops the rows of a session's temporary table. */
    public void dropTemporaryRows(ServerSession session, String database, String name) {
        dropMatchingRows(key -> key.equals(StorageKey.inSession(session, database, name)));
    }

    /** Drops the rows of all temporary tables of a session that has ended. */
    public void dropAllTemporaryRows(ServerSession session) {
        dropMatchingRows(key -> key.startsWith(StorageKey.sessionPrefix(session)));
    }

    private void dropMatchingRows(Predicate<String> condition) {
        Storage storage = openedStorage;
        if (storage != null) {
            storage.store().keys().stream().filter(condition).forEach(storage.store()::drop);
        }
    }

    @Override
    public Map<Long, String> onChange(
            ClusterState before, ClusterState after, @Nullable Statement statement, @Nullable String defaultDatabase) {
        Storage storage = openedStorage;
        if (storage == null) {
            return Map.of();
        }
        new RowSynchronization(
                        storage.duckDb(), storage.store(), before, after, new Translation(createContextWithoutTables()))
                .synchronize(statement, defaultDatabase);
        return createRefresher(storage).runAfter(before, after);
    }

    @Override
    public void onCopy(Map<Long, Long> copies) {
        Storage storage = openedStorage;
        if (storage != null) {
            copies.forEach((object, copy) -> {
                String sourceKey = StorageKey.ofObject(object);
                String targetKey = StorageKey.ofObject(copy);
                storage.store().copy(sourceKey, targetKey);
                storage.store()
                        .copy(StorageKey.ofTemporaryPartitions(sourceKey), StorageKey.ofTemporaryPartitions(targetKey));
                for (String key : storage.store().keys()) {
                    if (StorageKey.isRecycled(key) && StorageKey.ownerOf(key).equals(sourceKey)) {
                        storage.store().copy(key, key.substring(0, key.length() - sourceKey.length()) + targetKey);
                    }
                }
            });
        }
    }

    /** Returns a context for expressions of columns, which read no tables. */
    private TranslationContext createContextWithoutTables() {
        LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        TranslationContext.TableResolver noTables = (name, relation) -> {
            throw Refusal.ofAnalysis(name.span(), ServerError.UNKNOWN_TABLE, name.toString());
        };
        SessionSourceResolver sources =
                new SessionSourceResolver(profile, Catalog.EMPTY, SessionValues::constantOutsideSession);
        return new TranslationContext(
                profile, sources.createAnalysis(null), noTables, now, SessionValues::constantOutsideSession);
    }

    @Override
    public void close() {
        Storage storage = openedStorage;
        openedStorage = null;
        if (storage != null) {
            storage.duckDb().close();
        }
    }

    /** Decodes VARBINARY columns, which DuckDB returns as hex, into texts in which each character stands for a byte. */
    private static void decodeBinaryColumns(TranslatedQuery query, List<@Nullable String> row) {
        for (int i = 0; i < row.size(); i++) {
            if (PrimitiveType.of(query.columns().get(i).type()) == PrimitiveType.VARBINARY) {
                String hex = row.get(i);
                byte[] bytes = hex == null ? null : HexFormat.of().parseHex(hex);
                row.set(i, bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1));
            }
        }
    }
}
