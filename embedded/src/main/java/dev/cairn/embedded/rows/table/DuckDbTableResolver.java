package dev.cairn.embedded.rows.table;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.embedded.rows.store.DuckDbTable;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.PartitionVersion;
import dev.cairn.embedded.state.PartitionVersionKey;
import dev.cairn.embedded.state.PartitionVersions;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.value.RelationRows;
import dev.cairn.embedded.translate.value.TranslationContext;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the rows of tables, materialized views and system tables.
 *
 * @param tableOpener opens the DuckDB tables
 * @param visibleState the state in which the tables are found
 * @param sourceResolver resolves the names in the query of a materialized view
 * @param expressionTranslator translates the expressions of partitions
 */
public record DuckDbTableResolver(
        TableOpener tableOpener,
        StatementContext.VisibleState visibleState,
        StorageKeyResolver keyResolver,
        SystemTableReader systemTables,
        SessionSourceResolver sourceResolver,
        SqlTranslator expressionTranslator)
        implements TranslationContext.TableResolver {
    /** Opens the DuckDB table of a key, which is created with these columns if it does not exist. */
    @FunctionalInterface
    public interface TableOpener {
        DuckDbTable open(StorageKey key, List<Column> columns);
    }

    /** Determines the key under which the rows of an object are stored. */
    @FunctionalInterface
    public interface StorageKeyResolver {
        StorageKey resolveKey(String databaseName, DatabaseObject object);
    }

    @Override
    public RelationRows resolve(QualifiedName name, Relation.Named relation) {
        DatabaseObjectName objectName = DatabaseObjectName.resolve(name, "").orElseThrow();
        String databaseName = objectName.databaseName();
        DatabaseObject object = DatabaseObject.find(visibleState.catalog(), databaseName, objectName.name())
                .orElseThrow(() -> Refusal.ofAnalysis(
                        name.span(), ServerError.UNKNOWN_TABLE, databaseName + "." + objectName.name()));
        if (object instanceof DatabaseObject.SystemTableObject systemTable) {
            return systemTables
                    .readTable(canonicalDatabaseName(databaseName), systemTable.name())
                    .toRelationRows();
        }
        if (object instanceof DatabaseObject.DatabaseMaterializedView materializedView
                && hasTransparentRewrite(materializedView.view())) {
            ViewDefinition definition = materializedView.view().definition();
            return new RelationRows.QueryRows(sourceResolver
                    .createAnalysis(definition.defaultDatabaseName())
                    .analyze(definition.query().query()));
        }
        object.columns().forEach(column -> requireCalculable(column, object.columns()));
        boolean isTemporary =
                relation.partitions() != null && relation.partitions().isTemporary();
        DuckDbTable table = isTemporary ? openTemporaryTable(databaseName, object) : openTable(databaseName, object);
        String partitionCondition = object.findTable()
                .map(storedTable -> renderPartitionCondition(storedTable, relation))
                .orElse("");
        String relationSql = partitionCondition.isEmpty()
                ? table.quotedName()
                : "(FROM " + table.quotedName() + " WHERE " + partitionCondition + ")";
        List<Expression> hiddenExpressions = object.findTable()
                .map(storedTable -> storedTable.partitioning().hiddenExpressions())
                .orElse(List.of());
        return new RelationRows.DuckDbRelation(relationSql, toSourceColumns(object.columns()), hiddenExpressions);
    }

    /** Returns the name of a database as it is written in the catalog. */
    private String canonicalDatabaseName(String databaseName) {
        return visibleState.catalog().findDatabase(databaseName).orElseThrow().name();
    }

    /** Returns whether a view has current rows even if its last refresh is older than its tables. */
    private static boolean hasTransparentRewrite(MaterializedView view) {
        return view.isActive()
                && KnownProperty.TRANSPARENT_MV_REWRITE_MODE
                        .findValueIn(view.properties())
                        .filter(mode -> !mode.equalsIgnoreCase("false"))
                        .isPresent();
    }

    /** Returns the DuckDB table for the rows of a table or materialized view. */
    public DuckDbTable openTable(String databaseName, DatabaseObject object) {
        return tableOpener.open(keyResolver.resolveKey(databaseName, object), object.columns());
    }

    /** Returns the DuckDB table for the rows in the temporary partitions of a table. */
    public DuckDbTable openTemporaryTable(String databaseName, DatabaseObject object) {
        return tableOpener.open(keyResolver.resolveKey(databaseName, object).temporaryPartitions(), object.columns());
    }

    /** Refuses a table with a generated column that can't be calculated. */
    private void requireCalculable(Column column, List<Column> columns) {
        if (column.generatedValue() != null) {
            expressionTranslator.translateExpression(column.generatedValue(), toSourceColumns(columns), column.type());
        }
    }

    /**
     * Returns the DuckDB expression of a generated column; empty if the column calls a function that can't be
     * calculated.
     */
    public static Optional<String> findGeneratedValueSql(
            Column column, Expression expression, List<Column> columns, SqlTranslator sqlTranslator) {
        try {
            return Optional.of(sqlTranslator.translateExpression(expression, toSourceColumns(columns), column.type()));
        } catch (Refusal refusal) {
            if (refusal.breaksAnyRule(
                    Set.of(EmbeddedRule.FUNCTION_UNSUPPORTED, EmbeddedRule.USER_FUNCTION_UNSUPPORTED))) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Returns columns as expressions can read them from the stored rows. */
    public static List<RelationRows.SourceColumn> toSourceColumns(List<Column> columns) {
        List<RelationRows.SourceColumn> sourceColumns = new ArrayList<>();
        for (Column column : columns) {
            Aggregation.State state =
                    column.aggregation() instanceof Aggregation.State stateAggregation ? stateAggregation : null;
            sourceColumns.add(RelationRows.SourceColumn.ofStored(
                    column.name(), DuckDbTable.unquotedColumnName(column.id()), column.type(), state));
        }
        return sourceColumns;
    }

    @Override
    public Optional<RelationRows.PartitionExtremes> findPartitionExtremes(QualifiedName name, String columnName) {
        DatabaseObjectName objectName = DatabaseObjectName.resolve(name, "").orElseThrow();
        Optional<DatabaseObject> object =
                DatabaseObject.find(visibleState.catalog(), objectName.databaseName(), objectName.name());
        Optional<Table> table = object.flatMap(DatabaseObject::findTable);
        if (table.isEmpty()) {
            return Optional.empty();
        }
        StorageKey key = keyResolver.resolveKey(objectName.databaseName(), object.get());
        PartitionVersions versions = visibleState.state().versions();
        boolean mayUseValues = key.hasObjectId()
                && table.get().model() == KeyModel.DUPLICATE
                && table.get().partitioning().columns().size() == 1
                && table.get().partitioning().columns().get(0).equalsIgnoreCase(columnName)
                && table.get().partitioning().hiddenExpressions().isEmpty()
                && !versions.hasConditionalDelete(key.objectId());
        return mayUseValues
                ? new PartitionConditionRenderer(table.get(), expressionTranslator)
                        .renderExtremes(partition -> versions.find(
                                        key.objectId(),
                                        PartitionVersionKey.format(
                                                partition.name().text(), false))
                                .filter(PartitionVersion::isWritten)
                                .isPresent())
                : Optional.empty();
    }

    @Override
    public boolean isWritten(QualifiedName name) {
        DatabaseObjectName objectName = DatabaseObjectName.resolve(name, "").orElseThrow();
        Optional<DatabaseObject> table = DatabaseObject.find(
                        visibleState.catalog(), objectName.databaseName(), objectName.name())
                .filter(object -> object.findTable().isPresent());
        if (table.isEmpty()) {
            return true;
        }
        StorageKey key = keyResolver.resolveKey(objectName.databaseName(), table.get());
        return !key.hasObjectId()
                || visibleState.state().versions().listVisibleVersions(key.objectId()).stream()
                        .anyMatch(PartitionVersion::isWritten);
    }

    /** Returns the condition of the partitions that a query names; empty if it names none. */
    private String renderPartitionCondition(Table table, Relation.Named relation) {
        return relation.partitions() == null
                ? ""
                : new PartitionConditionRenderer(table, expressionTranslator)
                        .renderNamedPartitions(relation.partitions());
    }
}
