package dev.cairn.embedded.rows;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.rows.store.TableStore;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.StatementObject;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.Translation;
import dev.cairn.embedded.translate.value.ReadSource;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the rows of tables and materialized views.
 *
 * @param sources resolves the names in the query of a materialized view
 * @param expressions translates the expressions of partitions
 */
record DuckDbTableResolver(
        TableStore store,
        Catalog catalog,
        StorageKeys keys,
        SystemTables systemTables,
        SessionSourceResolver sources,
        Translation expressions)
        implements TranslationContext.TableResolver {
    /** Determines the key under which the rows of an object are stored. */
    @FunctionalInterface
    interface StorageKeys {
        StorageKey keyOf(String database, DatabaseObject object);
    }

    @Override
    public ReadSource find(QualifiedName name, Relation.Named relation) {
        StatementObject namedObject = StatementObject.resolve(name, "").orElseThrow();
        String database = namedObject.database();
        DatabaseObject object = DatabaseObject.find(catalog, database, namedObject.name())
                .orElseThrow(() -> Refusal.ofAnalysis(
                        name.span(), ServerError.UNKNOWN_TABLE, database + "." + namedObject.name()));
        if (object instanceof DatabaseObject.SystemTableObject systemTable) {
            return systemTables
                    .listRows(requireDatabaseName(database), systemTable.name())
                    .toReadSource();
        }
        if (object instanceof DatabaseObject.DatabaseMaterializedView materializedView
                && isTransparent(materializedView.view())) {
            ViewDefinition definition = materializedView.view().definition();
            return new ReadSource.QueryRows(sources.createAnalysis(definition.database())
                    .analyse(definition.query().query()));
        }
        object.columns().forEach(column -> requireCalculable(column, object.columns()));
        boolean isTemporary =
                relation.partitions() != null && relation.partitions().isTemporary();
        DuckDbTable table =
                isTemporary ? findOrCreateTemporaryTable(database, object) : findOrCreateTable(database, object);
        String partitionCondition = object instanceof DatabaseObject.DatabaseTable tableObject
                ? renderPartitionCondition(tableObject.table(), relation)
                : "";
        String sql = partitionCondition.isEmpty()
                ? table.quotedName()
                : "(FROM " + table.quotedName() + " WHERE " + partitionCondition + ")";
        List<Expression> hiddenExpressions = object instanceof DatabaseObject.DatabaseTable tableObject
                ? tableObject.table().partitioning().hiddenExpressions()
                : List.of();
        return new ReadSource.DuckDbRelation(sql, readableColumns(object.columns()), hiddenExpressions);
    }

    /** Returns the name of a database as it is written in the catalog. */
    private String requireDatabaseName(String database) {
        return catalog.database(database).orElseThrow().name();
    }

    /** Returns whether a view has current rows even if its last refresh is older than its tables. */
    private static boolean isTransparent(MaterializedView view) {
        return view.isActive()
                && KnownProperty.TRANSPARENT_MV_REWRITE_MODE
                        .valueIn(view.properties())
                        .filter(mode -> !mode.equalsIgnoreCase("false"))
                        .isPresent();
    }

    /** Returns the DuckDB table for the rows of a table or materialized view. */
    DuckDbTable findOrCreateTable(String database, DatabaseObject object) {
        return store.findOrCreate(keys.keyOf(database, object), object.columns());
    }

    /** Returns the DuckDB table for the rows in the temporary partitions of a table. */
    DuckDbTable findOrCreateTemporaryTable(String database, DatabaseObject object) {
        return store.findOrCreate(keys.keyOf(database, object).temporaryPartitions(), object.columns());
    }

    /** Refuses a table with a generated column that can't be calculated. */
    private void requireCalculable(Column column, List<Column> columns) {
        if (column.generatedValue() != null) {
            expressions.translateExpression(column.generatedValue(), readableColumns(columns), column.type());
        }
    }

    /** Returns the values of a generated column; empty if it calls a function that can't be calculated. */
    static Optional<String> findGeneratedValue(
            Column column, Expression expression, List<Column> columns, Translation translation) {
        try {
            return Optional.of(translation.translateExpression(expression, readableColumns(columns), column.type()));
        } catch (Refusal refusal) {
            if (refusal.breaksAnyOf(
                    Set.of(EmbeddedRule.FUNCTION_UNSUPPORTED, EmbeddedRule.USER_FUNCTION_UNSUPPORTED))) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    static List<ReadSource.SourceColumn> readableColumns(List<Column> columns) {
        List<ReadSource.SourceColumn> sourceColumns = new ArrayList<>();
        for (Column column : columns) {
            Aggregation.State state =
                    column.aggregation() instanceof Aggregation.State stateAggregation ? stateAggregation : null;
            sourceColumns.add(ReadSource.SourceColumn.ofStored(
                    column.name(), DuckDbTable.storedName(column.id()), column.type(), state));
        }
        return sourceColumns;
    }

    private String renderPartitionCondition(Table table, Relation.Named relation) {
        return relation.partitions() == null
                ? ""
                : new PartitionConditions(table, expressions).renderNamedPartitions(relation.partitions());
    }
}
