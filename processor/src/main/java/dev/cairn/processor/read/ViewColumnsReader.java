package dev.cairn.processor.read;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.read.written.ObjectDescription;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.ViewColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The list of columns behind a view's name. It names the query's columns by position, so a view whose record finds its
 * columns by name has none, unless there are comments to write, or indexes, which stand in the list: then it is in the
 * order of the query.
 */
final class ViewColumnsReader {
    private ViewColumnsReader() {}

    static List<ViewColumn> columns(List<DeclaredColumn> declared, ObjectDescription view, boolean indexed) {
        if (view.byPosition()) {
            return written(declared);
        }
        boolean commented =
                declared.stream().anyMatch(column -> column.definition().comment() != null);
        return commented || indexed ? written(ordered(declared, view.query())) : List.of();
    }

    private static List<ViewColumn> written(List<DeclaredColumn> columns) {
        return columns.stream()
                .map(column -> new ViewColumn(
                        column.definition().name(),
                        column.definition().comment(),
                        column.place().span()))
                .toList();
    }

    /** In the record's order where that of the query does not show. */
    private static List<DeclaredColumn> ordered(List<DeclaredColumn> declared, @Nullable QueryText query) {
        Map<String, DeclaredColumn> byName = new HashMap<>();
        declared.forEach(column -> byName.put(column.name().toLowerCase(Locale.ROOT), column));
        List<DeclaredColumn> ordered = new ArrayList<>();
        for (Item item : query == null ? List.<Item>of() : items(query.query().body())) {
            DeclaredColumn column = byName.remove(name(item));
            if (column != null) {
                ordered.add(column);
            }
        }
        return ordered.size() == declared.size() ? ordered : declared;
    }

    private static List<Item> items(Body body) {
        if (body instanceof Query.Select select) {
            return select.items();
        }
        return body instanceof Query.SetOperation operation
                ? items(operation.left())
                : items(((Query.Nested) body).query().body());
    }

    /** What the server calls the column; empty where that follows from more than the item's text. */
    private static String name(Item item) {
        if (!(item instanceof Item.Value value)) {
            return "";
        }
        if (value.alias() != null) {
            return value.alias().text().toLowerCase(Locale.ROOT);
        }
        return value.value() instanceof Expression.Reference reference
                ? reference.name().last().text().toLowerCase(Locale.ROOT)
                : "";
    }
}
