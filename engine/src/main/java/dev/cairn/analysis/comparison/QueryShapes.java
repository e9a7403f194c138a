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

/** Queries: common tables, set operations, ORDER BY and LIMIT. */
final class QueryShapes {
    private final ComparisonContext setting;
    private VisibleCommonTables tables = new VisibleCommonTables(null);

    QueryShapes(ComparisonContext setting) {
        this.setting = setting;
    }

    /** A query, and the columns that it gives. */
    record Result(ShapeNode shape, OutputNames columns) {
        /** Null where they are not all known. */
        @Nullable
        List<String> names() {
            return columns.complete() ? columns.names() : null;
        }
    }

    /** What a body says, and what its ORDER BY may name. */
    record Part(Result result, Function<SortItem, ShapeNode> sort) {}

    /** The query with the names of its columns, which are a part of what it says. */
    ShapeNode whole(Query query) {
        Result result = result(query, null, tables);
        return ShapeNode.of("query", result.shape(), result.columns().shape());
    }

    /** A query inside an expression. */
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

    /** Behind a set operation only the columns that it gives have names. */
    private Part sortedByName(Result result) {
        NameScope columns = new NameScope(null);
        columns.add(new VisibleRelation("result", false, null, "", result.names(), true));
        ExpressionShapes values = new ExpressionShapes(setting, this, columns);
        return new Part(result, item -> {
            ShapeNode by = values.of(item.value());
            return CallShapes.sortItem(LiteralShapes.isNumber(by) ? ordinal(by) : by, item);
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
