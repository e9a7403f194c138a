package dev.cairn.analysis.resolution;

import dev.cairn.analysis.source.Fields;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of WITH that a query sees: its own, and those of the queries around it. */
final class CommonTables {
    private final @Nullable CommonTables around;
    private final Map<String, CommonTable> tables = new HashMap<>();

    CommonTables(@Nullable CommonTables around) {
        this.around = around;
    }

    void add(String name, Fields fields) {
        tables.put(name, new CommonTable(fields));
    }

    @Nullable
    CommonTable named(String name) {
        CommonTables each = this;
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
        private final Fields fields;
        private boolean read;

        private CommonTable(Fields fields) {
            this.fields = fields;
        }

        Fields read() {
            read = true;
            return fields;
        }

        boolean isRead() {
            return read;
        }
    }
}
