package dev.cairn.embedded.rows;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.DuckDbTable.DuckDbTarget;
import dev.cairn.embedded.rows.table.DuckDbTableResolver;
import dev.cairn.embedded.rows.table.SessionSourceResolver;
import dev.cairn.embedded.rows.table.StatementContext;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.TranslationContext;

/**
 * Creates the translators of one statement. They find the objects that the session of the statement sees, and evaluate
 * expressions under the variables of the session.
 *
 * @param tableOpener opens the tables of the statement
 * @param cancellationCheck runs for each expression, and throws if the statement has been cancelled
 */
record StatementTranslatorFactory(
        StatementContext context, DuckDbTableResolver.TableOpener tableOpener, Runnable cancellationCheck) {
    SqlTranslator createTranslator() {
        return new SqlTranslator(createTranslationContext());
    }

    /** Creates a translator with a time zone that may differ from the time zone of the session. */
    SqlTranslator createTranslator(String timeZone) {
        return new SqlTranslator(createTranslationContext().withTimeZone(timeZone));
    }

    private TranslationContext createTranslationContext() {
        return new TranslationContext(
                context.profile(),
                createAnalysis(),
                new StatementTableResolver(createTableResolver()),
                context.now(),
                context.expressionEvaluator()::evaluate);
    }

    /** Creates an analysis of queries in the default database of the session. */
    QueryAnalysis createAnalysis() {
        return createSourceResolver().createAnalysis(context.session().databaseName());
    }

    private SessionSourceResolver createSourceResolver() {
        return SessionSourceResolver.of(context, cancellationCheck);
    }

    DuckDbTableResolver createTableResolver() {
        TranslationContext tableFreeContext =
                TableFreeTranslatorFactory.createContext(context.profile(), context.now());
        return new DuckDbTableResolver(
                tableOpener,
                context.visibleState(),
                context::storageKey,
                context.systemTables(),
                createSourceResolver(),
                new SqlTranslator(tableFreeContext.withSessionEvaluator(context.expressionEvaluator()::evaluate)));
    }

    /** Returns a table as the target of a statement. */
    DuckDbTarget createTarget(
            String databaseName, DatabaseObject.DatabaseTable databaseTable, boolean writesTemporaryPartitions) {
        DuckDbTableResolver tableResolver = createTableResolver();
        DuckDbTable storedTable = writesTemporaryPartitions
                ? tableResolver.openTemporaryTable(databaseName, databaseTable)
                : tableResolver.openTable(databaseName, databaseTable);
        return new DuckDbTarget(databaseName, databaseTable.table(), storedTable);
    }
}
