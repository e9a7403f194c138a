package dev.cairn.migration;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.resolution.QueryRule;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.View;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.row.RowRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.token.RefusalRule;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An unknown name in a statement, with the names that may have been intended.
 *
 * @param candidateNames the existing names of the same kind: columns, tables and views, or functions
 */
public record UnknownName(String unknownName, Set<String> candidateNames) {
    /** The rules about unknown columns, whose first argument is the name. */
    private static final Set<RefusalRule> COLUMN_RULES =
            Set.of(TypeRule.COLUMN_NOT_FOUND, ServerError.UNKNOWN_COLUMN, RowRule.TARGET_COLUMN_NOT_FOUND);

    private static final Set<RefusalRule> TABLE_RULES =
            Set.of(ServerError.UNKNOWN_TABLE, NameRule.TABLE_NOT_FOUND, QueryRule.STAR_OF_UNKNOWN_TABLE);

    public UnknownName {
        candidateNames = Set.copyOf(candidateNames);
    }

    /**
     * Returns the unknown name that makes the server refuse a statement; empty if the refusal has another reason, or if
     * no database is known for the name of a column or table.
     */
    public static Optional<UnknownName> findIn(
            String statementText, Refusal refusal, Catalog catalog, Session session) {
        Database database = catalog.findDatabase(session.databaseName() == null ? "" : session.databaseName())
                .orElse(null);
        Optional<String> columnName = findUnknownColumn(refusal);
        if (columnName.isPresent() && database != null) {
            return Optional.of(
                    new UnknownName(stripQualifier(columnName.get()), collectColumnNames(statementText, database)));
        }
        Optional<UnknownFunction> function = UnknownFunction.findIn(refusal);
        if (function.isPresent()) {
            return Optional.of(new UnknownName(function.get().name(), BuiltinFunctions.names()));
        }
        Optional<String> tableName = findUnknownName(TABLE_RULES, refusal);
        return tableName.isEmpty() || database == null
                ? Optional.empty()
                : Optional.of(new UnknownName(stripQualifier(tableName.get()), collectObjectNames(database)));
    }

    /**
     * Returns the unknown column that makes the server refuse a statement, with its qualifier; empty if the refusal has
     * another reason.
     */
    public static Optional<String> findUnknownColumn(Refusal refusal) {
        return findUnknownName(COLUMN_RULES, refusal);
    }

    private static Optional<String> findUnknownName(Set<RefusalRule> rules, Refusal refusal) {
        return refusal.breaksAnyRule(rules)
                ? Optional.of(refusal.argument(0).toString().replace("`", ""))
                : Optional.empty();
    }

    /** Returns the part of a name after its last dot; the whole name if it has no qualifier. */
    public static String stripQualifier(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Returns the columns of all objects whose names occur in the text of the statement, even within longer names. */
    private static Set<String> collectColumnNames(String statementText, Database database) {
        Set<String> columnNames = new TreeSet<>();
        for (Map.Entry<String, Table> tableEntry : database.tables()) {
            if (statementText.contains(tableEntry.getKey())) {
                tableEntry.getValue().columns().forEach(column -> columnNames.add(column.name()));
            }
        }
        for (Map.Entry<String, View> viewEntry : database.views()) {
            if (statementText.contains(viewEntry.getKey())) {
                viewEntry.getValue().columns().forEach(column -> columnNames.add(column.name()));
            }
        }
        for (Map.Entry<String, MaterializedView> viewEntry : database.materializedViews()) {
            if (statementText.contains(viewEntry.getKey())) {
                viewEntry.getValue().storedColumns().forEach(column -> columnNames.add(column.name()));
            }
        }
        return columnNames;
    }

    private static Set<String> collectObjectNames(Database database) {
        Set<String> names = new TreeSet<>();
        database.tables().forEach(tableEntry -> names.add(tableEntry.getKey()));
        database.views().forEach(viewEntry -> names.add(viewEntry.getKey()));
        database.materializedViews().forEach(viewEntry -> names.add(viewEntry.getKey()));
        return names;
    }
}
