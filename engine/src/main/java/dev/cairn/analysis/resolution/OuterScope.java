package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.RelationFields;
import dev.cairn.sql.ast.Query;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The common tables of the enclosing queries, and for a subquery also their columns. */
public record OuterScope(
        @Nullable CommonTables commonTables, @Nullable QueryScope queryScope) {
    public static final OuterScope NONE = new OuterScope(null, null);

    /** The common tables that a query can refer to: its own, and those of the enclosing queries. */
    static final class CommonTables {
        private final @Nullable CommonTables outerTables;
        private final Map<String, ResolvedCommonTable> tables = new HashMap<>();

        CommonTables(@Nullable CommonTables outerTables) {
            this.outerTables = outerTables;
        }

        void add(Query.CommonTable table, RelationFields fields) {
            tables.put(table.name().text(), new ResolvedCommonTable(table, fields));
        }

        @Nullable
        ResolvedCommonTable find(String name) {
            CommonTables currentTables = this;
            while (currentTables != null) {
                ResolvedCommonTable foundTable = currentTables.tables.get(name);
                if (foundTable != null) {
                    return foundTable;
                }
                currentTables = currentTables.outerTables;
            }
            return null;
        }

        /** One common table. */
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

            RelationFields markRead() {
                isRead = true;
                return fields;
            }

            boolean isRead() {
                return isRead;
            }
        }
    }
}
