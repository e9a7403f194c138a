package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.RelationFields;
import dev.cairn.sql.ast.Query;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The common tables that a query can refer to: the ones that the query or an enclosing query defines. */
final class CommonTables {
    private final @Nullable CommonTables outerTables;
    private final Map<String, ResolvedCommonTable> tableByName = new HashMap<>();

    CommonTables(@Nullable CommonTables outerTables) {
        this.outerTables = outerTables;
    }

    void add(Query.CommonTable table, RelationFields fields) {
        tableByName.put(table.name().text(), new ResolvedCommonTable(table, fields));
    }

    /**
     * Returns the common table with this name; empty if no query defines it. If several queries define it, the
     * innermost one wins.
     */
    Optional<ResolvedCommonTable> find(String name) {
        CommonTables currentTables = this;
        while (currentTables != null) {
            ResolvedCommonTable table = currentTables.tableByName.get(name);
            if (table != null) {
                return Optional.of(table);
            }
            currentTables = currentTables.outerTables;
        }
        return Optional.empty();
    }

    /** A common table with its columns, and whether any query has read it. */
    static final class ResolvedCommonTable {
        private final Query.CommonTable table;
        private final RelationFields fields;
        private boolean isRead;

        private ResolvedCommonTable(Query.CommonTable table, RelationFields fields) {
            this.table = table;
            this.fields = fields;
        }

        Query.CommonTable table() {
            return table;
        }

        /** Returns the columns, and records that a query reads the table. */
        RelationFields readFields() {
            isRead = true;
            return fields;
        }

        boolean isRead() {
            return isRead;
        }
    }
}
