package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a table while the clauses of one ALTER TABLE are applied. Each clause sees the result of the earlier
 * clauses, and records in the draft what the whole statement costs.
 */
final class AlterTableDraft {
    private final AlterTableContext context;
    private final ColumnListDraft tableColumns;
    private final Map<String, Column> oldColumnByName = new HashMap<>();
    private final Map<String, Column> oldColumnById = new HashMap<>();
    private final Map<String, ColumnListDraft> rollupColumnsByName = new LinkedHashMap<>();
    private final @Nullable Column lastColumnBeforeGenerated;
    private final List<IndexDefinition> indexes;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private boolean isMetadataOnly;
    private final int clauseCount;
    private String changedStructColumnName = "";
    private @Nullable StatementResult finalResult;

    AlterTableDraft(AlterTableContext context, int clauseCount) {
        Table table = context.table();
        this.context = context;
        this.clauseCount = clauseCount;
        this.tableColumns = new ColumnListDraft(table.columns());
        for (Column column : table.columns()) {
            oldColumnByName.put(ColumnListDraft.toLookupKey(column.name()), column);
            oldColumnById.putIfAbsent(ColumnListDraft.toLookupKey(column.id()), column);
        }
        table.rollups()
                .forEach(rollup -> rollupColumnsByName.put(rollup.name(), new ColumnListDraft(rollup.columns())));
        this.lastColumnBeforeGenerated = findLastOrdinaryColumn(table.columns());
        this.indexes = new ArrayList<>(table.indexes());
        this.isMetadataOnly = supportsFastSchemaEvolution();
    }

    /**
     * Returns whether the server adds and drops value columns by changing only metadata. A shared-data server uses its
     * own configuration and ignores the table's property.
     */
    boolean supportsFastSchemaEvolution() {
        return context.profile().isSharedData()
                || KnownProperty.FAST_SCHEMA_EVOLUTION.isTrueIn(tableBefore().properties());
    }

    /**
     * Returns whether a metadata change is complete at once; a shared-data server without this property needs a job.
     */
    boolean changesMetadataSynchronously() {
        return !context.profile().isSharedData()
                || KnownProperty.CLOUD_NATIVE_FAST_SCHEMA_EVOLUTION.isTrueIn(
                        tableBefore().properties());
    }

    AlterTableContext context() {
        return context;
    }

    /** Returns the table before the statement. */
    Table tableBefore() {
        return context.table();
    }

    /** Returns the column with this name before the statement; empty if the table did not have one. */
    Optional<Column> findOldColumn(String name) {
        return Optional.ofNullable(oldColumnByName.get(ColumnListDraft.toLookupKey(name)));
    }

    /** Returns the column before the statement by the name with which it was created; empty if there was none. */
    Optional<Column> findOldColumnById(String id) {
        return Optional.ofNullable(oldColumnById.get(ColumnListDraft.toLookupKey(id)));
    }

    /**
     * Returns the ordinary column that preceded the generated columns before the statement; null if no ordinary column
     * did.
     */
    @Nullable
    Column lastColumnBeforeGenerated() {
        return lastColumnBeforeGenerated;
    }

    private static @Nullable Column findLastOrdinaryColumn(List<Column> columns) {
        for (int i = 0; i + 1 < columns.size(); i++) {
            if (columns.get(i).generatedValue() == null && columns.get(i + 1).generatedValue() != null) {
                return columns.get(i);
            }
        }
        return null;
    }

    ColumnListDraft tableColumns() {
        return tableColumns;
    }

    Map<String, ColumnListDraft> rollupColumnsByName() {
        return rollupColumnsByName;
    }

    /** Returns the indexes after the clauses so far, in a list that the clauses change. */
    List<IndexDefinition> indexes() {
        return indexes;
    }

    /** Returns the values of the properties of the clauses so far, by name. */
    Map<String, String> properties() {
        return properties;
    }

    /**
     * Stores the properties of a clause, of which there may be none. A clause with properties has to be the last of its
     * statement that is passed to this method.
     *
     * @throws Refusal if an earlier clause has properties
     */
    void addProperties(List<Property> addedProperties, Span span) {
        if (!properties.isEmpty()) {
            throw Refusal.ofExecution(span, CommonRule.DUPLICATE, RuleSubject.CLAUSE, "PROPERTIES");
        }
        addedProperties.forEach(property -> properties.put(property.name(), property.value()));
    }

    /** Returns whether the changes so far affect only metadata and need no job that rewrites data. */
    boolean isMetadataOnly() {
        return isMetadataOnly;
    }

    /**
     * Returns whether the column is the last one whose fields were changed; its type is not compared with the old type.
     */
    boolean isLastChangedStruct(Column column) {
        return column.name().equals(changedStructColumnName);
    }

    void recordStructChange(String columnName) {
        changedStructColumnName = columnName;
    }

    /** Refuses a clause that has to be the only clause of its statement. */
    void requireSingleClause(AlterClause clause, String operation) {
        if (clauseCount > 1) {
            throw Refusal.ofExecution(clause.span(), AlterRule.OPERATIONS_CONFLICT, operation, "all others");
        }
    }

    /** Returns the result of the whole statement, if a clause has completed it; otherwise null. */
    @Nullable
    StatementResult finalResult() {
        return finalResult;
    }

    /** Sets the result of a statement that consists of one clause, for which the other checks do not apply. */
    void setFinalResult(StatementResult newResult) {
        finalResult = newResult;
    }

    /** Drops the indexes that contain the column, possibly among others. */
    void dropIndexesOn(Column column) {
        indexes.removeIf(index -> index.columns().stream().anyMatch(name -> column.isNamed(name.text())));
    }

    /** Records that the change requires the data to be rewritten. */
    void recordDataRewrite() {
        isMetadataOnly = false;
    }

    /**
     * Returns the columns of the rollup that a clause names; empty if it does not name one.
     *
     * @throws Refusal if there is no such rollup, or if the name is the name of the table
     */
    Optional<ColumnListDraft> resolveRollupColumns(@Nullable Name rollupName) {
        if (rollupName == null) {
            return Optional.empty();
        }
        ColumnListDraft rollupColumns = rollupColumnsByName.get(rollupName.text());
        if (rollupName.text().equals(tableBefore().name())) {
            throw Refusal.ofExecution(rollupName.span(), AlterRule.ROLLUP_NAMED, rollupName);
        }
        if (rollupColumns == null) {
            throw Refusal.ofExecution(
                    rollupName.span(),
                    CommonRule.NOT_FOUND_IN,
                    RuleSubject.ROLLUP,
                    rollupName,
                    tableBefore().name());
        }
        return Optional.of(rollupColumns);
    }
}
