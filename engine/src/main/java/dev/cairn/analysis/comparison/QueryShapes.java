package dev.cairn.analysis.comparison;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.CommonTable;
import dev.cairn.sql.ast.Query.Limit;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds the shapes of whole queries: common tables, set operations, ORDER BY and LIMIT. */
final class QueryShapes {
    private final ComparisonContext setting;
    private VisibleCommonTables tables = new VisibleCommonTables(null);

    QueryShapes(ComparisonContext setting) {
        this.setting = setting;
    }

    /** The shape of a query, and its output columns. */
    record Result(ShapeNode shape, OutputNames columns) {
        /** Null if not all columns are known. */
        @Nullable
        List<String> names() {
            return columns.complete() ? columns.names() : null;
        }
    }

    /** The result of a query body, and how its ORDER BY items are resolved. */
    record Part(Result result, Function<SortItem, ShapeNode> sort) {}

    /** The shape of a query including its column names, which are part of its meaning. */
    ShapeNode whole(Query query) {
        Result result = result(query, null, tables);
        return ShapeNode.of("query", result.shape(), result.columns().shape());
    }

    /** The shape of a query inside an expression. */
    ShapeNode inside(Query query, NameScope around) {
        return result(query, around, tables).shape();
    }

    Result result(Query query, @Nullable NameScope around, VisibleCommonTables known) {
        VisibleCommonTables outside = tables;
        tables = new VisibleCommonTables(known);
        List<ShapeNode> with = query.with().stream()
                .map(table -> commonTable(table, query.recursive(), around))
                .toList();
        Part body = body(query.body(), around);
        List<ShapeNode> order = query.orderBy().stream().map(body.sort()).toList();
        Limit limit = query.limit();
        tables = outside;
        Result result = body.result();
        if (with.isEmpty() && order.isEmpty() && limit == null) {
            return result;
        }
        ShapeNode shape = ShapeNode.of(
                "ordered",
                ShapeNode.of("with", with),
                result.shape(),
                ShapeNode.of("order", order),
                limit == null ? ShapeNode.NONE : limit(limit));
        return new Result(shape, result.columns());
    }

    private ShapeNode commonTable(CommonTable table, boolean recursive, @Nullable NameScope around) {
        String number = setting.nextRelation();
        List<String> said = table.columns().isEmpty()
                ? null
                : table.columns().stream().map(Name::text).toList();
        if (recursive) {
            tables.add(table.name().text(), new VisibleCommonTables.Found(number, said));
        }
        Result result = result(table.query(), around, tables);
        tables.add(table.name().text(), new VisibleCommonTables.Found(number, said == null ? result.names() : said));
        return recursive ? ShapeNode.of("recursive", result.shape()) : result.shape();
    }

    private ShapeNode limit(Limit limit) {
        ExpressionShapes values = new ExpressionShapes(setting, this, new NameScope(null));
        ShapeNode offset = values.optional(limit.offset());
        return ShapeNode.of("limit", values.of(limit.count()), offset.is("integer 0") ? ShapeNode.NONE : offset);
    }

    private Part body(Body body, @Nullable NameScope around) {
        if (body instanceof Select select) {
            return new SelectShapes(setting, this, tables, around).of(select);
        }
        if (body instanceof Query.Nested nested) {
            return sortedByName(result(nested.query(), around, tables));
        }
        SetOperation operation = (SetOperation) body;
        Result left = body(operation.left(), around).result();
        Result right = body(operation.right(), around).result();
        String kind = operation.kind() == SetOperation.Kind.MINUS
                ? "EXCEPT"
                : operation.kind().name();
        boolean all = operation.quantifier() == Query.Quantifier.ALL;
        ShapeNode shape = ShapeNode.of(all ? kind + " ALL" : kind, left.shape(), right.shape());
        return sortedByName(new Result(shape, left.columns()));
    }

    /** ORDER BY after a set operation can only name output columns. */
    private Part sortedByName(Result result) {
        NameScope columns = new NameScope(null);
        columns.add(new VisibleRelation("result", false, null, "", result.names(), true));
        ExpressionShapes values = new ExpressionShapes(setting, this, columns);
        return new Part(result, item -> {
            ShapeNode by = values.of(item.value());
            return CallShapes.sortItem(by.isNumber() ? ordinal(by) : by, item);
        });
    }

    private static ShapeNode ordinal(ShapeNode number) {
        String digits = number.label().substring(number.label().indexOf(' ') + 1);
        if (digits.length() > 8 || digits.contains(".")) {
            return number;
        }
        ShapeNode place = ShapeNode.leaf("#" + (Integer.parseInt(digits) - 1));
        return ShapeNode.of("column", ShapeNode.leaf("result"), place);
    }
}
