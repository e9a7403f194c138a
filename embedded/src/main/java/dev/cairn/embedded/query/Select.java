package dev.cairn.embedded.query;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Relation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A SELECT without groups. HAVING is a condition on rows that may also refer to the aliases of the SELECT. */
record Select(
        boolean distinct,
        List<Item> items,
        List<Relation> from,
        @Nullable Expression where,
        @Nullable Expression having,
        List<Order> orderBy,
        long limit,
        long offset) {
    static final long NO_LIMIT = Long.MAX_VALUE;

    Select {
        items = List.copyOf(items);
        from = List.copyOf(from);
        orderBy = List.copyOf(orderBy);
    }

    /** An item of the SELECT; its value is null for {@code *}. */
    record Item(@Nullable Expression value, String name, boolean alias) {}

    record Order(Expression value, boolean ascending) {}

    Map<String, Expression> aliases() {
        Map<String, Expression> aliases = new HashMap<>();
        for (Item item : items) {
            if (item.alias() && item.value() != null) {
                aliases.put(item.name(), item.value());
            }
        }
        return aliases;
    }
}
