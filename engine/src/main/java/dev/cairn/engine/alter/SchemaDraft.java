package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.column.ShortKey;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.index.IndexRule;
import dev.cairn.engine.index.IndexRules;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.table.TableRule;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.AddIndex;
import dev.cairn.sql.ast.AlterClause.DropColumn;
import dev.cairn.sql.ast.AlterClause.DropIndex;
import dev.cairn.sql.ast.AlterClause.ReorderColumns;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of a table while the clauses of one ALTER TABLE are applied. Each clause sees the columns as the clauses
 * before it left them, and records here what the whole statement costs.
 */
final class SchemaDraft {
    private final AlterTableContext alteration;
    private final ColumnListDraft baseColumns;
    private final Map<String, Column> oldColumnsByName = new HashMap<>();
    private final Map<String, Column> oldColumnsById = new HashMap<>();
    private final Map<String, ColumnListDraft> rollups = new LinkedHashMap<>();
    private final @Nullable Column lastOrdinaryColumn;
    private final List<IndexDefinition> indexes;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private boolean isMetadataOnly;
    private final int clauseCount;
    private String changedStructName = "";
    private @Nullable StatementResult result;

    SchemaDraft(AlterTableContext alteration, int clauseCount) {
        Table table = alteration.table();
        this.alteration = alteration;
        this.clauseCount = clauseCount;
        this.baseColumns = new ColumnListDraft(table.columns());
        for (Column column : table.columns()) {
            oldColumnsByName.put(ColumnListDraft.lookupKey(column.name()), column);
            oldColumnsById.putIfAbsent(ColumnListDraft.lookupKey(column.id()), column);
        }
        table.rollups().forEach(rollup -> rollups.put(rollup.name(), new ColumnListDraft(rollup.columns())));
        this.lastOrdinaryColumn = findLastOrdinaryColumn(table.columns());
        this.indexes = new ArrayList<>(table.indexes());
        this.isMetadataOnly = supportsFastEvolution();
    }

    /**
     * Whether the server adds and drops value columns by changing only metadata. A shared-data server uses its own
     * configuration and ignores the table's property.
     */
    boolean supportsFastEvolution() {
        return alteration.profile().sharedData()
                || KnownProperty.FAST_SCHEMA_EVOLUTION.isTrue(tableBefore().properties());
    }

    /** Whether a metadata change is complete at once; a shared-data server without this property needs a job. */
    boolean evolvesImmediately() {
        return !alteration.profile().sharedData()
                || KnownProperty.CLOUD_NATIVE_FAST_SCHEMA_EVOLUTION.isTrue(
                        tableBefore().properties());
    }

    AlterTableContext alteration() {
        return alteration;
    }

    /** The table before the statement. */
    Table tableBefore() {
        return alteration.table();
    }

    /** The column of that name before the statement. */
    Optional<Column> columnBefore(String name) {
        return Optional.ofNullable(oldColumnsByName.get(ColumnListDraft.lookupKey(name)));
    }

    /** The column before the statement by its identity, which is the name that it was created with. */
    Optional<Column> columnBeforeById(String id) {
        return Optional.ofNullable(oldColumnsById.get(ColumnListDraft.lookupKey(id)));
    }

    /** The ordinary column that preceded the generated columns before the statement; null if no ordinary column did. */
    @Nullable
    Column lastOrdinaryColumn() {
        return lastOrdinaryColumn;
    }

    private static @Nullable Column findLastOrdinaryColumn(List<Column> columns) {
        for (int i = 0; i + 1 < columns.size(); i++) {
            if (columns.get(i).generatedValue() == null && columns.get(i + 1).generatedValue() != null) {
                return columns.get(i);
            }
        }
        return null;
    }

    ColumnListDraft baseColumns() {
        return baseColumns;
    }

    Map<String, ColumnListDraft> rollups() {
        return rollups;
    }

    List<IndexDefinition> indexes() {
        return indexes;
    }

    Map<String, String> properties() {
        return properties;
    }

    /**
     * Stores the properties of a clause. Only one clause of a statement may have properties, and no clause that changes
     * columns may follow it.
     */
    void addProperties(List<Property> addedProperties, Span span) {
        if (!properties.isEmpty()) {
            throw Refusal.execution(span, CommonRule.REPEATED, RuleSubject.CLAUSE, "PROPERTIES");
        }
        addedProperties.forEach(property -> properties.put(property.name(), property.value()));
    }

    /** Whether the changes so far affect only metadata and need no job that rewrites data. */
    boolean isMetadataOnly() {
        return isMetadataOnly;
    }

    /** Whether the column is the last one whose fields were changed; its type is not compared with the old type. */
    boolean isChangedStruct(Column column) {
        return column.name().equals(changedStructName);
    }

    void recordStructChange(String column) {
        changedStructName = column;
    }

    void requireSingleClause(AlterClause clause, String operation) {
        if (clauseCount > 1) {
            throw Refusal.execution(clause.span(), AlterRule.OPERATIONS_CONFLICT, operation, "all others");
        }
    }

    /** The result of the whole statement, if a clause has completed it; otherwise null. */
    @Nullable
    StatementResult result() {
        return result;
    }

    /** Sets the result of a statement that consists of one clause, for which the other checks do not apply. */
    void completeWith(StatementResult completedResult) {
        result = completedResult;
    }

    /** Drops the indexes on a dropped column. */
    void dropIndexesOn(Column column) {
        indexes.removeIf(index -> index.columns().stream().anyMatch(name -> column.isNamed(name.text())));
    }

    /** Records that the change requires the data to be rewritten. */
    void recordDataRewrite() {
        isMetadataOnly = false;
    }

    /** Returns the rollup that a clause names, or empty if it names none. The server refuses the table's own name. */
    Optional<ColumnListDraft> resolveRollup(@Nullable Name rollup) {
        if (rollup == null) {
            return Optional.empty();
        }
        ColumnListDraft target = rollups.get(rollup.text());
        if (rollup.text().equals(tableBefore().name())) {
            throw Refusal.execution(rollup.span(), AlterRule.ROLLUP_NAMED, rollup);
        }
        if (target == null) {
            throw Refusal.execution(
                    rollup.span(),
                    CommonRule.NOT_FOUND_IN,
                    RuleSubject.ROLLUP,
                    rollup,
                    tableBefore().name());
        }
        return Optional.of(target);
    }

    /** Checks DROP COLUMN. */
    static void checkDropColumn(AlterTableContext alteration, DropColumn clause) {
        Name name = clause.column();
        alteration.table().findColumnGeneratedFrom(name.text()).ifPresent(generatedColumn -> {
            throw Refusal.analysis(name.span(), AlterRule.COLUMN_READ_BY_GENERATED_COLUMN, name, generatedColumn);
        });
    }

    /** Applies DROP COLUMN, to the table and all its rollups, or to a single rollup. */
    void dropColumn(DropColumn clause) {
        Name name = clause.column();
        tableBefore().requireUnprotected(name, false);
        Optional<ColumnListDraft> target = resolveRollup(clause.rollup());
        requireDroppableColumn(target.orElse(baseColumns), name, target.isPresent());
        columnBefore(name.text()).ifPresent(this::dropIndexesOn);
        ColumnListDraft targetColumns = target.orElse(baseColumns);
        if (targetColumns.indexOf(name.text()) < 0) {
            throw Refusal.execution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name);
        }
        removeFrom(targetColumns, name);
        if (target.isEmpty()) {
            rollups.values().forEach(rollup -> removeFrom(rollup, name));
        }
    }

    private void removeFrom(ColumnListDraft columns, Name name) {
        columns.remove(name.text()).filter(Column::isKey).ifPresent(key -> recordDataRewrite());
    }

    private void requireDroppableColumn(ColumnListDraft columns, Name name, boolean isRollup) {
        KeyModel model = tableBefore().model();
        boolean isKeyColumn = (model == KeyModel.AGGREGATE ? columns : baseColumns)
                .find(name.text())
                .filter(Column::isKey)
                .isPresent();
        if (model == KeyModel.PRIMARY) {
            if (isKeyColumn) {
                throw Refusal.execution(name.span(), AlterRule.KEY_COLUMN_CHANGED, "drop", "key", name, "PRIMARY KEY");
            }
            if (tableBefore().sortKey().stream().anyMatch(name::equalsIgnoreCase)) {
                throw Refusal.execution(name.span(), AlterRule.KEY_COLUMN_CHANGED, "drop", "sort", name, "PRIMARY KEY");
            }
        } else if (model == KeyModel.UNIQUE && isKeyColumn) {
            throw Refusal.execution(name.span(), AlterRule.KEY_COLUMN_CHANGED, "drop", "key", name, "UNIQUE KEY");
        } else if (model == KeyModel.AGGREGATE && isKeyColumn && replacesValues(columns)) {
            throw Refusal.execution(
                    name.span(),
                    AlterRule.KEY_COLUMN_CHANGED,
                    "drop",
                    "key",
                    name,
                    "REPLACE in the " + (isRollup ? "rollup" : "table"));
        }
    }

    private static boolean replacesValues(ColumnListDraft columns) {
        return columns.columns().stream().anyMatch(SchemaDraft::replacesValues);
    }

    private static boolean replacesValues(Column column) {
        return column.aggregation() == Aggregation.Function.REPLACE
                || column.aggregation() == Aggregation.Function.REPLACE_IF_NOT_NULL;
    }

    /**
     * Applies ORDER BY. A list with as many names as the table has columns reorders the columns; any other list is a
     * sort key.
     */
    void reorder(ReorderColumns clause) {
        Table table = tableBefore();
        int columnCount = table.columns().size()
                + table.partitioning().hiddenExpressions().size();
        if (clause.columns().size() != columnCount) {
            requireSingleClause(clause, "MODIFY SORT KEY COLUMNS");
            completeWith(alteration.resultOf(table.withSortKey(resolveSortKey(clause)), ChangeCost.REWRITE_JOB));
            return;
        }
        recordDataRewrite();
        if (tableBefore().model() == KeyModel.PRIMARY) {
            throw Refusal.execution(clause.span(), AlterRule.PRIMARY_KEY_REORDERED);
        }
        ColumnListDraft columns = resolveRollup(clause.rollup()).orElse(baseColumns);
        List<Column> orderedColumns = selectColumns(columns, clause.columns());
        if (orderedColumns.size() != columns.size()) {
            throw Refusal.execution(
                    clause.span(), TableRule.SORT_COLUMNS_NOT_KEY, tableBefore().model() + " KEY");
        }
        columns.reorder(orderedColumns);
    }

    private List<String> resolveSortKey(ReorderColumns clause) {
        List<Column> sortColumns = selectColumns(baseColumns, clause.columns());
        KeyModel model = tableBefore().model();
        if (model == KeyModel.PRIMARY) {
            sortColumns.forEach(column -> requireSortable(column, clause.span()));
        } else if (model != KeyModel.DUPLICATE && !new HashSet<>(sortColumns).equals(keyColumns())) {
            throw Refusal.execution(clause.span(), TableRule.SORT_COLUMNS_NOT_KEY, model + " KEY");
        }
        ShortKey.of(baseColumns.columns(), sortColumns, clause.span());
        return sortColumns.stream().map(Column::name).toList();
    }

    private Set<Column> keyColumns() {
        Set<Column> keys = new HashSet<>(baseColumns.columns());
        keys.removeIf(column -> !column.isKey());
        return keys;
    }

    private static void requireSortable(Column column, Span span) {
        if (!PrimitiveType.of(column.type()).canBePrimaryKey()) {
            throw Refusal.execution(
                    span, TableRule.SORT_COLUMN_TYPE, column.name(), TypeFormat.formatForMessages(column.type()));
        }
    }

    private static List<Column> selectColumns(ColumnListDraft columns, List<Name> names) {
        Set<String> selectedNames = new HashSet<>();
        List<Column> selectedColumns = new ArrayList<>(names.size());
        for (Name name : names) {
            selectedColumns.add(columns.find(name.text())
                    .orElseThrow(() -> Refusal.execution(name.span(), CommonRule.NOT_FOUND, RuleSubject.COLUMN, name)));
            if (!selectedNames.add(name.text().toLowerCase(Locale.ROOT))) {
                throw Refusal.execution(name.span(), CommonRule.REPEATED, RuleSubject.COLUMN, name);
            }
        }
        return selectedColumns;
    }

    // ADD INDEX and DROP INDEX, of a table or of a materialized view; both see the indexes as they were before.

    static void checkIndex(AlterTableContext alteration, AddIndex clause) {
        IndexRules.checkWithoutTable(clause.index());
        if (!alteration.profile().atLeast(Version.V4_0)) {
            requireIndexedColumn(
                    alteration.table().columns(),
                    clause.index(),
                    alteration.table().name());
        }
    }

    void addIndex(AddIndex clause) {
        recordDataRewrite();
        Table table = tableBefore();
        IndexDefinition index = clause.index();
        Column column = requireIndexedColumn(table.columns(), index, table.name());
        if (index.kind() == Kind.GIN) {
            requireGinSupport(alteration, index);
        }
        if (index.kind() == Kind.VECTOR) {
            requireSingleVectorIndex(indexes, index);
        }
        requireNewIndex(table.indexes(), index);
        indexes.add(IndexRules.createStoredIndex(alteration.profile(), table.model(), index, column));
    }

    static MaterializedView addViewIndex(ServerState server, MaterializedView view, AddIndex clause) {
        IndexDefinition index = clause.index();
        Column column = requireIndexedColumn(view.toTableColumns(), index, view.name());
        requireNewIndex(view.indexes(), index);
        List<IndexDefinition> indexes = new ArrayList<>(view.indexes());
        indexes.add(IndexRules.createStoredIndex(server.profile(), KeyModel.DUPLICATE, index, column));
        return view.withIndexes(indexes);
    }

    private static Column requireIndexedColumn(List<Column> columns, IndexDefinition index, String object) {
        Name name = index.columns().get(0);
        return columns.stream()
                .filter(column -> column.isNamed(name.text()))
                .findFirst()
                .orElseThrow(
                        () -> Refusal.analysis(name.span(), CommonRule.NOT_FOUND_IN, RuleSubject.COLUMN, name, object));
    }

    private static void requireGinSupport(AlterTableContext alteration, IndexDefinition index) {
        Table table = alteration.table();
        if (!alteration.profile().atLeast(Version.V4_0)) {
            boolean isReplicated = KnownProperty.REPLICATED_STORAGE
                    .valueIn(table.properties())
                    .orElse("true")
                    .equalsIgnoreCase("true");
            if (isReplicated) {
                throw Refusal.analysis(index.span(), CommonRule.UNSUPPORTED, "A GIN index", "replicated storage");
            }
        } else if (table.columns().stream().anyMatch(Column::isAutoIncrement)) {
            throw Refusal.execution(
                    index.span(), CommonRule.UNSUPPORTED, "A table with an AUTO_INCREMENT column", "a GIN index");
        }
    }

    private static void requireSingleVectorIndex(List<IndexDefinition> indexes, IndexDefinition index) {
        for (IndexDefinition existingIndex : indexes) {
            if (existingIndex.kind() == Kind.VECTOR) {
                throw Refusal.analysis(index.span(), IndexRule.SEVERAL_VECTOR_INDEXES, existingIndex.name());
            }
        }
    }

    private static void requireNewIndex(List<IndexDefinition> indexes, IndexDefinition index) {
        for (IndexDefinition existingIndex : indexes) {
            if (existingIndex.name().equalsIgnoreCase(index.name().text())) {
                throw Refusal.execution(index.span(), CommonRule.EXISTS, RuleSubject.INDEX, index.name());
            }
            if (existingIndex.columns().get(0).equalsIgnoreCase(index.columns().get(0).text())) {
                String columns = index.columns().stream().map(Name::text).collect(Collectors.joining(","));
                throw Refusal.execution(index.span(), CommonRule.EXISTS, RuleSubject.INDEX, "on " + columns);
            }
        }
    }

    void dropIndex(DropIndex clause) {
        recordDataRewrite();
        requireIndex(tableBefore().indexes(), clause);
        indexes.removeIf(index -> clause.index().equalsIgnoreCase(index.name().text()));
    }

    static MaterializedView dropViewIndex(ServerState server, MaterializedView view, DropIndex clause) {
        requireIndex(view.indexes(), clause);
        return view.withIndexes(view.indexes().stream()
                .filter(index -> !clause.index().equalsIgnoreCase(index.name().text()))
                .toList());
    }

    private static void requireIndex(List<IndexDefinition> indexes, DropIndex clause) {
        Name name = clause.index();
        if (indexes.stream().noneMatch(index -> name.equalsIgnoreCase(index.name().text()))) {
            throw Refusal.execution(name.span(), CommonRule.NOT_FOUND, RuleSubject.INDEX, name);
        }
    }
}
