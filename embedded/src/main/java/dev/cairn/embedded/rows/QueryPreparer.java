package dev.cairn.embedded.rows;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.catalog.SelectedDatabase;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.query.ConstantQuery;
import dev.cairn.embedded.query.ResultColumnTypeMapping;
import dev.cairn.embedded.rows.store.DuckDbSnapshot;
import dev.cairn.embedded.rows.store.SelectedRows;
import dev.cairn.embedded.rows.store.StatementTimeout;
import dev.cairn.embedded.session.Constant;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.TranslatedQuery;
import dev.cairn.embedded.translate.TranslationMode;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Prepares the query of a statement under the lock of the cluster, over the rows as they are then. The prepared query
 * can run without the lock, concurrently with other statements.
 */
public record QueryPreparer(ServerRows serverRows, StatementContext context) {
    /** Analyses a query, including the names of its result columns. */
    public BoundQuery analyse(Query query) {
        return SessionSourceResolver.of(context)
                .createAnalysis(context.session().databaseName())
                .analyseExecutable(query);
    }

    /** Prepares a query over the current rows. The supplier runs it once, and may be called without the lock. */
    public Supplier<Answer.ResultRows> prepareSelect(Query query, BoundQuery boundQuery) {
        Optional<ConstantQuery> constantQuery = ConstantQuery.find(query);
        if (constantQuery.isPresent()) {
            return () -> constantQuery.get().answer(context.expressionEvaluator(), boundQuery);
        }
        RowAccess rowAccess = serverRows.createAccess(context);
        SqlTranslator sqlTranslator = rowAccess.createTranslator();
        TranslatedQuery translatedQuery = sqlTranslator.translateAnswer(boundQuery, TranslationMode.PLAIN);
        List<Answer.ResultColumn> columns = describeColumns(boundQuery, translatedQuery);
        StatementTimeout timeout = StatementTimeout.ofQuery(context.session());
        DuckDbSnapshot snapshot = rowAccess.openSnapshot();
        if (isKeyLookup(query)) {
            snapshot.expectKeyLookup();
        }
        context.session().setCancelAction(snapshot::cancel);
        SelectedRows selectedRows = new SelectedRows(translatedQuery, snapshot, () -> {
            context.session().setCancelAction(() -> {});
            rowAccess.closeSnapshot(snapshot);
        });
        return () -> selectedRows.answer(columns, mode -> sqlTranslator.translateAnswer(boundQuery, mode), timeout);
    }

    private static List<Answer.ResultColumn> describeColumns(BoundQuery boundQuery, TranslatedQuery translatedQuery) {
        List<Answer.ResultColumn> columns = new ArrayList<>();
        for (int i = 0; i < translatedQuery.columns().size(); i++) {
            Type type = translatedQuery.columns().get(i).type();
            columns.add(new Answer.ResultColumn(
                    boundQuery.columns().get(i).name(), ResultColumnTypeMapping.toResultColumnType(type)));
        }
        return columns;
    }

    /** Returns whether a query selects columns of a row of a small table by its key. */
    private boolean isKeyLookup(Query query) {
        Optional<Relation.Named> relation = KeyConditionMatcher.findOnlyRelation(query);
        if (relation.isEmpty() || !(query.body() instanceof Query.Select select)) {
            return false;
        }
        QualifiedName name = relation.get().name();
        String databaseName =
                SelectedDatabase.requireDatabase(name, context.session().databaseName());
        return context.catalog()
                .table(databaseName, name.lastPart().text())
                .filter(table -> new KeyConditionMatcher(table).matches(select.where())
                        && !context.mayHaveManyRows(
                                context.storageKey(databaseName, new DatabaseObject.DatabaseTable(table))))
                .isPresent();
    }

    /** Prepares a query with a single value; see {@link #prepareSelect}. */
    public Supplier<Constant> prepareValue(Query query) {
        BoundQuery boundQuery = analyse(query);
        Type type = serverRows
                .createAccess(context)
                .createTranslator()
                .translateQuery(boundQuery, TranslationMode.PLAIN)
                .columns()
                .get(0)
                .type();
        Supplier<Answer.ResultRows> answerSupplier = prepareSelect(query, boundQuery);
        return () -> {
            Answer.ResultRows resultRows = answerSupplier.get();
            if (resultRows.remainingRows() != null) {
                resultRows.remainingRows().close();
            }
            return new Constant(resultRows.rows().get(0).get(0), type);
        };
    }
}
