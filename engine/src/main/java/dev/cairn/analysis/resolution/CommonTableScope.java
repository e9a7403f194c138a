package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.RelationFields;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of WITH that a query sees: its own, and those of the queries around it. */
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

    /** One table of WITH. */
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
