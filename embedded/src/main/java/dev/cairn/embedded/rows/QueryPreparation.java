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
import dev.cairn.embedded.translate.TranslatedQuery;
import dev.cairn.embedded.translate.Translation;
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
public record QueryPreparation(ServerRows rows, StatementContext context) {
    /** Analyses a query, including the names of its result columns. */
    public BoundQuery analyse(Query query) {
        return SessionSourceResolver.of(context)
                .createAnalysis(context.session().database())
                .analyseExecutable(query);
    }

    /** Prepares a query over the current rows. The supplier runs it once, and may be called without the lock. */
    public Supplier<Answer.ResultRows> prepareSelect(Query query, BoundQuery boundQuery) {
        Optional<ConstantQuery> constantQuery = ConstantQuery.of(query);
        if (constantQuery.isPresent()) {
            return () -> constantQuery.get().answer(context.values(), boundQuery);
        }
        RowAccess access = rows.open(context);
        Translation translation = access.createTranslation();
        TranslatedQuery translatedQuery = translation.translateAnswer(boundQuery, TranslationMode.PLAIN);
        List<Answer.ResultColumn> columns = describeColumns(boundQuery, translatedQuery);
        StatementTimeout timeout = StatementTimeout.ofQuery(context.session());
        DuckDbSnapshot snapshot = access.openSnapshot();
        if (isLookup(query)) {
            snapshot.expectLookup();
        }
        context.session().setCancellation(snapshot::cancel);
        SelectedRows selectedRows = new SelectedRows(translatedQuery, snapshot, () -> {
            context.session().setCancellation(() -> {});
            access.closeSnapshot(snapshot);
        });
        return () -> selectedRows.answer(columns, mode -> translation.translateAnswer(boundQuery, mode), timeout);
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
    private boolean isLookup(Query query) {
        Optional<Relation.Named> relation = KeyCondition.findOnlyRelation(query);
        if (relation.isEmpty() || !(query.body() instanceof Query.Select select)) {
            return false;
        }
        QualifiedName name = relation.get().name();
        String database =
                SelectedDatabase.requireDatabase(name, context.session().database());
        return context.catalog()
                .table(database, name.lastPart().text())
                .filter(table -> new KeyCondition(table).matches(select.where())
                        && !context.hasManyRows(context.keyOf(database, new DatabaseObject.DatabaseTable(table))))
                .isPresent();
    }

    /** Prepares a query with a single value; see {@link #prepareSelect}. */
    public Supplier<Constant> prepareValue(Query query) {
        BoundQuery boundQuery = analyse(query);
        Type type = rows.open(context)
                .createTranslation()
                .translateQuery(boundQuery, TranslationMode.PLAIN)
                .columns()
                .get(0)
                .type();
        Supplier<Answer.ResultRows> answer = prepareSelect(query, boundQuery);
        return () -> {
            Answer.ResultRows resultRows = answer.get();
            if (resultRows.remainingRows() != null) {
                resultRows.remainingRows().close();
            }
            return new Constant(resultRows.rows().get(0).get(0), type);
        };
    }
}
