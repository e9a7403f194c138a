package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.RelationFields;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The common tables that a query can refer to: its own, and those of the enclosing queries. */
final class CommonTableScope {
    private final @Nullable CommonTableScope around;
    private final Map<String, CommonTable> tables = new HashMap<>();

    CommonTableScope(@Nullable CommonTableScope around) {
        this.around = around;
    }

    void add(String name, RelationFields fields) {
        tables.put(name, new CommonTable(fields));
    }

    @Nullable
    CommonTable named(String name) {
        CommonTableScope each = this;
        while (each != null) {
            CommonTable found = each.tables.get(name);
            if (found != null) {
                return found;
            }
            each = each.around;
        }
        return null;
    }

    /** One common table. */
    static final class CommonTable {
        private final RelationFields fields;
        private boolean read;

        private CommonTable(RelationFields fields) {
            this.fields = fields;
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
