package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.property.KnownProperty;
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

/** The state of a table while the clauses of one ALTER TABLE are applied. */
final class SchemaDraft {
    private final AlterTableContext alteration;
    private final ColumnListDraft base;
    private final Map<String, Column> before = new HashMap<>();
    private final Map<String, Column> beforeById = new HashMap<>();
    private final Map<String, ColumnListDraft> rollups = new LinkedHashMap<>();
    private final @Nullable Column lastBeforeGenerated;
    private final List<IndexDefinition> indexes;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private boolean metadataOnly;
    private final int clauses;
    private String changedStruct = "";
    private @Nullable StatementResult result;

    SchemaDraft(AlterTableContext alteration, int clauses) {
        Table table = alteration.table();
        this.alteration = alteration;
        this.clauses = clauses;
        this.base = new ColumnListDraft(table.columns());
        for (Column column : table.columns()) {
            before.put(ColumnListDraft.key(column.name()), column);
            beforeById.putIfAbsent(ColumnListDraft.key(column.id()), column);
        }
        table.rollups().forEach(rollup -> rollups.put(rollup.name(), new ColumnListDraft(rollup.columns())));
        this.lastBeforeGenerated = lastBeforeGenerated(table.columns());
        this.indexes = new ArrayList<>(table.indexes());
        this.metadataOnly = evolvesFast();
    }

    /**
     * Whether the server adds and drops value columns by changing only metadata. A shared-data server uses its own
     * configuration and ignores the table's property.
     */
    boolean evolvesFast() {
        return alteration.profile().sharedData() || KnownProperty.FAST_SCHEMA_EVOLUTION.isTrue(before().properties());
    }

    /** Whether a metadata change is complete at once; a shared-data server without this property needs a job. */
    boolean evolvesImmediately() {
        return !alteration.profile().sharedData()
                || KnownProperty.CLOUD_NATIVE_FAST_SCHEMA_EVOLUTION.isTrue(before().properties());
    }

    AlterTableContext alteration() {
        return alteration;
    }

    /** The table before the statement. */
    Table before() {
        return alteration.table();
    }

    /** The column of that name before the statement. */
    Optional<Column> before(String name) {
        return Optional.ofNullable(before.get(ColumnListDraft.key(name)));
    }

    /** The column before the statement by its identity, which is the name that it was created with. */
    Optional<Column> beforeById(String id) {
        return Optional.ofNullable(beforeById.get(ColumnListDraft.key(id)));
    }

    /** The ordinary column that preceded the generated columns before the statement; null if no ordinary column did. */
    @Nullable
    Column lastBeforeGenerated() {
        return lastBeforeGenerated;
    }

    private static @Nullable Column lastBeforeGenerated(List<Column> columns) {
        for (int i = 0; i + 1 < columns.size(); i++) {
            if (columns.get(i).generated() == null && columns.get(i + 1).generated() != null) {
                return columns.get(i);
            }
        }
        return null;
    }

    ColumnListDraft base() {
        return base;
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
    void take(List<Property> more, Span at) {
        if (!properties.isEmpty()) {
            throw Refusal.execution(at, AlterRule.PROPERTIES_REPEATED);
        }
        more.forEach(property -> properties.put(property.name(), property.value()));
    }

    /** Whether the changes so far affect only metadata and need no job that rewrites data. */
    boolean metadataOnly() {
        return metadataOnly;
    }

    /** Whether the column is the one whose fields changed last; its type is not compared with the previous one. */
    boolean isChangedStruct(Column column) {
        return column.name().equals(changedStruct);
    }

    void changeStruct(String column) {
        changedStruct = column;
    }

    void requireAlone(AlterClause clause, String operation) {
        if (clauses > 1) {
            throw Refusal.execution(clause.span(), AlterRule.NOT_COMBINABLE, operation);
        }
    }

    /** The result of the whole statement, if a clause has completed it; otherwise null. */
    @Nullable
    StatementResult result() {
        return result;
    }

    /** Sets the result of a statement that consists of one clause, for which the other checks do not apply. */
    void complete(StatementResult complete) {
        result = complete;
    }

    /** Drops the indexes on a dropped column. */
    void dropIndexesOn(Column column) {
        indexes.removeIf(index -> index.columns().stream().anyMatch(name -> column.is(name.text())));
    }

    /** Records that the change requires the data to be rewritten. */
    void rewriteData() {
        metadataOnly = false;
    }

    /** The rollup that a clause names. The server does not accept the name of the table itself. */
    Optional<ColumnListDraft> target(@Nullable Name rollup) {
        if (rollup == null) {
            return Optional.empty();
        }
        ColumnListDraft target = rollups.get(rollup.text());
        if (rollup.text().equals(before().name())) {
            throw Refusal.execution(rollup.span(), AlterRule.BASE_INDEX_NAMED, rollup);
        }
        if (target == null) {
            throw Refusal.execution(rollup.span(), AlterRule.ROLLUP_NOT_IN_TABLE, rollup, before().name());
        }
        return Optional.of(target);
    }
}
