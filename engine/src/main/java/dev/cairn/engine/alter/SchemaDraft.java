package dev.cairn.engine.alter;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.column.FastEvolution;
import dev.cairn.engine.context.AlterTableContext;
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

/** What the clauses of one ALTER TABLE have made of a table so far. */
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
    private String changedStruct = "";

    SchemaDraft(AlterTableContext alteration) {
        Table table = alteration.table();
        this.alteration = alteration;
        this.base = new ColumnListDraft(table.columns());
        for (Column column : table.columns()) {
            before.put(ColumnListDraft.key(column.name()), column);
            beforeById.putIfAbsent(ColumnListDraft.key(column.id()), column);
        }
        table.rollups().forEach(rollup -> rollups.put(rollup.name(), new ColumnListDraft(rollup.columns())));
        this.lastBeforeGenerated = lastBeforeGenerated(table.columns());
        this.indexes = new ArrayList<>(table.indexes());
        this.metadataOnly = FastEvolution.isOn(alteration);
    }

    AlterTableContext alteration() {
        return alteration;
    }

    /** The table as it was before the statement. */
    Table before() {
        return alteration.table();
    }

    /** A column as it was before the statement. */
    Optional<Column> before(String name) {
        return Optional.ofNullable(before.get(ColumnListDraft.key(name)));
    }

    /** The column that was made under the name, and may have another one by now. */
    Optional<Column> beforeById(String id) {
        return Optional.ofNullable(beforeById.get(ColumnListDraft.key(id)));
    }

    /** The ordinary column that generated ones followed before the statement; null for none. */
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

    /** Only one clause of a statement may have properties, and none that changes columns may follow it. */
    void take(List<Property> more, Span at) {
        if (!properties.isEmpty()) {
            throw Refusal.execution(at, "reduplicated PROPERTIES");
        }
        more.forEach(property -> properties.put(property.name(), property.value()));
    }

    /** Whether all so far is done by metadata alone, without a job. */
    boolean metadataOnly() {
        return metadataOnly;
    }

    /** The column whose fields changed last: its type is not compared with the one before. */
    boolean isChangedStruct(Column column) {
        return column.name().equals(changedStruct);
    }

    void changeStruct(String column) {
        changedStruct = column;
    }

    /** An index goes with its column. */
    void dropIndexesOn(Column column) {
        indexes.removeIf(index -> index.columns().stream().anyMatch(name -> column.is(name.text())));
    }

    /** Something needs the data to be written anew. */
    void rewriteData() {
        metadataOnly = false;
    }

    /** The rollup that a clause names; the server wants no mention of the table itself. */
    Optional<ColumnListDraft> target(@Nullable Name rollup) {
        if (rollup == null) {
            return Optional.empty();
        }
        ColumnListDraft target = rollups.get(rollup.text());
        if (rollup.text().equals(before().name())) {
            throw Refusal.execution(
                    rollup.span(), "Do not need to assign base index[" + rollup + "] to do schema change");
        }
        if (target == null) {
            throw Refusal.execution(
                    rollup.span(), "Index[" + rollup + "] does not exist in table[" + before().name() + "]");
        }
        return Optional.of(target);
    }
}
