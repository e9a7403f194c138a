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
    private final Setting setting;
    private CommonTables tables = new CommonTables(null);

    QueryShapes(Setting setting) {
        this.setting = setting;
    }

    /** A query, and the columns that it gives. */
    record Result(Shape shape, OutputNames columns) {
        /** Null where they are not all known. */
        @Nullable
        List<String> names() {
            return columns.complete() ? columns.names() : null;
        }
    }

    /** What a body says, and what its ORDER BY may name. */
    record Part(Result result, Function<SortItem, Shape> sort) {}

    /** The query with the names of its columns, which are a part of what it says. */
    Shape whole(Query query) {
        Result result = result(query, null, tables);
        return Shape.of("query", result.shape(), result.columns().shape());
    }

    /** A query inside an expression. */
    Shape inside(Query query, Sight around) {
        return result(query, around, tables).shape();
    }

    Result result(Query query, @Nullable Sight around, CommonTables known) {
        CommonTables outside = tables;
        tables = new CommonTables(known);
        List<Shape> with = query.with().stream()
                .map(table -> commonTable(table, query.recursive(), around))
                .toList();
        Part body = body(query.body(), around);
        List<Shape> order = query.orderBy().stream().map(body.sort()).toList();
        Limit limit = query.limit();
        tables = outside;
        Result result = body.result();
        if (with.isEmpty() && order.isEmpty() && limit == null) {
            return result;
        }
        Shape shape = Shape.of(
                "ordered",
                Shape.of("with", with),
                result.shape(),
                Shape.of("order", order),
                limit == null ? Shape.NONE : limit(limit));
        return new Result(shape, result.columns());
    }

    private Shape commonTable(CommonTable table, boolean recursive, @Nullable Sight around) {
        String number = setting.nextRelation();
        List<String> said = table.columns().isEmpty()
                ? null
                : table.columns().stream().map(Name::text).toList();
        if (recursive) {
            tables.add(table.name().text(), new CommonTables.Found(number, said));
        }
        Result result = result(table.query(), around, tables);
        tables.add(table.name().text(), new CommonTables.Found(number, said == null ? result.names() : said));
        return recursive ? Shape.of("recursive", result.shape()) : result.shape();
    }

    private Shape limit(Limit limit) {
        ExpressionShapes values = new ExpressionShapes(setting, this, new Sight(null));
        Shape offset = values.optional(limit.offset());
        return Shape.of("limit", values.of(limit.count()), offset.is("integer 0") ? Shape.NONE : offset);
    }

    private Part body(Body body, @Nullable Sight around) {
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
        Shape shape = Shape.of(all ? kind + " ALL" : kind, left.shape(), right.shape());
        return sortedByName(new Result(shape, left.columns()));
    }

    /** Behind a set operation only the columns that it gives have names. */
    private Part sortedByName(Result result) {
        Sight columns = new Sight(null);
        columns.add(new Visible("result", false, null, "", result.names(), true));
        ExpressionShapes values = new ExpressionShapes(setting, this, columns);
        return new Part(result, item -> {
            Shape by = values.of(item.value());
            return CallShapes.sortItem(LiteralShapes.isNumber(by) ? ordinal(by) : by, item);
        });
    }

    private static Shape ordinal(Shape number) {
        String digits = number.label().substring(number.label().indexOf(' ') + 1);
        if (digits.length() > 8 || digits.contains(".")) {
            return number;
        }
        Shape place = Shape.leaf("#" + (Integer.parseInt(digits) - 1));
        return Shape.of("column", Shape.leaf("result"), place);
    }
}
