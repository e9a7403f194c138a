package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.RelationFields;
import dev.cairn.sql.ast.Query;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The common tables of the enclosing queries, and for a subquery also their columns. */
public record OuterScope(
        @Nullable CommonTables tables, @Nullable QueryScope scope) {
    public static final OuterScope NONE = new OuterScope(null, null);

    /** The common tables that a query can refer to: its own, and those of the enclosing queries. */
    static final class CommonTables {
        private final @Nullable CommonTables outerTables;
        private final Map<String, ResolvedCommonTable> tables = new HashMap<>();

        CommonTables(@Nullable CommonTables around) {
            this.outerTables = around;
        }

        void add(Query.CommonTable table, RelationFields fields) {
            tables.put(table.name().text(), new ResolvedCommonTable(table, fields));
        }

        @Nullable
        ResolvedCommonTable find(String name) {
            CommonTables scope = this;
            while (scope != null) {
                ResolvedCommonTable foundTable = scope.tables.get(name);
                if (foundTable != null) {
                    return foundTable;
                }
                scope = scope.outerTables;
            }
            return null;
        }

        /** One common table. */
        static final class ResolvedCommonTable {
            private final Query.CommonTable table;
            private final RelationFields fields;
            private boolean read;

            private ResolvedCommonTable(Query.CommonTable table, RelationFields fields) {
                this.table = table;
                this.fields = fields;
            }

            Query.CommonTable table() {
                return table;
            }

            RelationFields read() {
                read = true;
                return fields;
            }

            boolean isRead() {
                return read;
            }
        }
    }
}
