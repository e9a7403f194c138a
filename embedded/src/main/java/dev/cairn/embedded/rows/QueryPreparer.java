package dev.cairn.embedded.rows;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.catalog.DatabaseNameResolver;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.query.ConstantQuery;
import dev.cairn.embedded.query.FrontendRowFormat;
import dev.cairn.embedded.query.ResultColumnTypeMapping;
import dev.cairn.embedded.rows.store.DuckDbSnapshot;
import dev.cairn.embedded.rows.store.SelectedRows;
import dev.cairn.embedded.rows.store.StatementTimeout;
import dev.cairn.embedded.rows.table.DeferredTableOpener;
import dev.cairn.embedded.rows.table.StatementContext;
import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.query.FrontendConstants;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.query.TranslationMode;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the query of one statement without the lock of the cluster, so that other statements need not wait for its
 * analysis. The session can cancel the preparation and the query.
 */
public final class QueryPreparer {
    private final RowStorage rowStorage;
    private final StatementContext context;
    private final StatementTimeout timeout;
    private final DeferredTableOpener tableOpener = new DeferredTableOpener();
    private final StatementTranslatorFactory translatorFactory;

    public QueryPreparer(RowStorage rowStorage, StatementContext context) {
        this.rowStorage = rowStorage;
        this.context = context;
        this.timeout = StatementTimeout.ofQuery(context.session());
        this.translatorFactory =
                new StatementTranslatorFactory(context, tableOpener, new CancellationCheck(context.session(), timeout));
    }

    /** Analyzes a query, including the names of its result columns. */
    public BoundQuery analyze(Query query) {
        return translatorFactory.createAnalysis().analyzeExecutable(query);
    }

    /** Prepares a query that has been analyzed. */
    public PreparedQuery<Answer.ResultRows> prepareSelect(Query query, BoundQuery boundQuery) {
        Optional<ConstantQuery> constantQuery = ConstantQuery.find(query);
        if (constantQuery.isPresent()) {
            return state ->
                    () -> formatConstants(constantQuery.get().answer(context.expressionEvaluator(), boundQuery));
        }
        SqlTranslator sqlTranslator = translatorFactory.createTranslator();
        TranslatedQuery translatedQuery = sqlTranslator.translateAnswer(boundQuery, TranslationMode.PLAIN);
        Function<Type, ResultColumnType> columnTypeMapping = isTableScan(query)
                ? ResultColumnTypeMapping::toResultColumnType
                : ResultColumnTypeMapping::toCalculatedColumnType;
        List<Answer.ResultColumn> columns = describeColumns(boundQuery, translatedQuery, columnTypeMapping);
        boolean isKeyLookup = translatedQuery.constantNameBySql().isEmpty() && isKeyLookup(query);
        boolean hasConstantRows = FrontendConstants.areRowsCalculated(boundQuery);
        return state -> {
            LockedRows lockedRows = rowStorage.createLockedRows(state, context);
            tableOpener.openAll(lockedRows.store());
            if (isKeyLookup) {
                Optional<List<List<@Nullable String>>> foundRows =
                        lockedRows.duckDb().findRows(translatedQuery.sql());
                if (foundRows.isPresent()) {
                    return () -> SelectedRows.answerAll(translatedQuery, columns, foundRows.get());
                }
            }
            SelectedRows selectedRows = openRows(lockedRows, translatedQuery);
            return () -> {
                Answer.ResultRows rows =
                        selectedRows.answer(columns, mode -> sqlTranslator.translateAnswer(boundQuery, mode), timeout);
                return hasConstantRows ? formatConstants(rows) : rows;
            };
        };
    }

    /** Returns the rows as a frontend sends them, unless the session leaves constants to backends. */
    private Answer.ResultRows formatConstants(Answer.ResultRows rows) {
        boolean isFrontend = context.session()
                .variables()
                .requireValue(FrontendRowFormat.VARIABLE_NAME)
                .equals("true");
        return isFrontend ? FrontendRowFormat.format(rows) : rows;
    }

    /** Opens the current rows of a query. Called under the lock. */
    private SelectedRows openRows(LockedRows lockedRows, TranslatedQuery translatedQuery) {
        DuckDbSnapshot snapshot = lockedRows.openSnapshot();
        context.session().setCancelAction(snapshot::cancel);
        return new SelectedRows(translatedQuery, snapshot, () -> {
            context.session().setCancelAction(() -> {});
            lockedRows.closeSnapshot(snapshot);
        });
    }

    /** Returns the columns of the answer: the names of the analyzed query, with the types of the translated one. */
    private static List<Answer.ResultColumn> describeColumns(
            BoundQuery boundQuery,
            TranslatedQuery translatedQuery,
            Function<Type, ResultColumnType> columnTypeMapping) {
        List<Answer.ResultColumn> columns = new ArrayList<>();
        for (int i = 0; i < translatedQuery.columns().size(); i++) {
            Type type = translatedQuery.columns().get(i).type();
            columns.add(new Answer.ResultColumn(boundQuery.columns().get(i).name(), columnTypeMapping.apply(type)));
        }
        return columns;
    }

    /** Returns whether a query reads columns of a table, and calculates nothing. */
    private boolean isTableScan(Query query) {
        return PlainSelect.find(query)
                .filter(PlainSelect::isScan)
                .flatMap(plainSelect -> findTable(plainSelect.relation().name()))
                .isPresent();
    }

    /** Returns whether a query selects columns of a row of a small table by its key. */
    private boolean isKeyLookup(Query query) {
        return PlainSelect.find(query)
                .filter(plainSelect -> findTable(plainSelect.relation().name())
                        .filter(table -> new KeyConditionMatcher(table)
                                        .matches(plainSelect.select().where())
                                && !context.rowStatistics()
                                        .mayBeTooLargeToScan(context.storageKey(
                                                resolveDatabaseName(
                                                        plainSelect.relation().name()),
                                                new DatabaseObject.DatabaseTable(table))))
                        .isPresent())
                .isPresent();
    }

    private Optional<Table> findTable(QualifiedName name) {
        return context.catalog()
                .findTable(resolveDatabaseName(name), name.lastPart().text());
    }

    private String resolveDatabaseName(QualifiedName name) {
        return DatabaseNameResolver.requireDatabase(name, context.session().databaseName());
    }

    /** Prepares a query whose result must have one row with one value; see {@link #prepareSelect}. */
    public PreparedQuery<Constant> prepareValue(Query query) {
        BoundQuery boundQuery = analyze(query);
        Type type = translatorFactory
                .createTranslator()
                .translateQuery(boundQuery, TranslationMode.PLAIN)
                .columns()
                .get(0)
                .type();
        PreparedQuery<Answer.ResultRows> preparedSelect = prepareSelect(query, boundQuery);
        return state -> {
            Supplier<Answer.ResultRows> answerSupplier = preparedSelect.begin(state);
            return () -> {
                Answer.ResultRows resultRows = answerSupplier.get();
                if (resultRows.remainingRows() != null) {
                    resultRows.remainingRows().close();
                }
                return new Constant(resultRows.rows().get(0).get(0), type);
            };
        };
    }
}
