package dev.cairn.analysis.comparison;

import dev.cairn.analysis.comparison.QueryShapes.Part;
import dev.cairn.analysis.comparison.QueryShapes.Result;
import dev.cairn.analysis.resolution.QualifyRewrite;
import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.Source;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.CommonTable;
import dev.cairn.sql.ast.Query.Limit;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds the shapes of whole queries: common tables, set operations, ORDER BY and LIMIT. */
final class QueryShapes {
    private final @Nullable QuerySources sources;
    private final @Nullable String database;
    private final boolean printed;
    private Map<String, CommonTableShape> tables = Map.of();
    private int relations;

    QueryShapes(@Nullable QuerySources sources, @Nullable String database, boolean printed) {
        this.sources = sources;
        this.database = database;
        this.printed = printed;
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

    /** A common table in scope; its columns are null if they are unknown. */
    record CommonTableShape(String number, @Nullable List<String> columns) {}

    /** Returns the common table with a name, of this query or of an enclosing one; null if neither defines it. */
    @Nullable
    CommonTableShape commonTable(String name) {
        return tables.get(name);
    }

    /** The shape of a query including its column names, which are part of its meaning. */
    ShapeNode whole(Query query) {
        Result result = result(query, null, true);
        return ShapeNode.of("query", result.shape(), result.columns().shape());
    }

    /** The shape of a query inside an expression. */
    ShapeNode inside(Query query, NameScope around) {
        return nested(query, around).shape();
    }

    /** The result of a query inside another one. A server up to 3.5 omits an ORDER BY without LIMIT there. */
    Result nested(Query query, @Nullable NameScope around) {
        return result(query, around, !printed || query.limit() != null);
    }

    private Result result(Query query, @Nullable NameScope around, boolean sorted) {
        Map<String, CommonTableShape> outside = tables;
        tables = new HashMap<>(outside);
        List<ShapeNode> with = query.with().stream()
                .map(table -> commonTable(table, query.recursive(), around))
                .toList();
        Part body = body(query.body(), around);
        List<ShapeNode> order =
                sorted ? query.orderBy().stream().map(body.sort()).toList() : List.of();
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
        String number = nextRelation();
        List<String> declared = table.columns().isEmpty()
                ? null
                : table.columns().stream().map(Name::text).toList();
        if (recursive) {
            tables.put(table.name().text(), new CommonTableShape(number, declared));
        }
        Result result = result(table.query(), around, true);
        tables.put(table.name().text(), new CommonTableShape(number, declared == null ? result.names() : declared));
        return recursive ? ShapeNode.of("recursive", result.shape()) : result.shape();
    }

    private ShapeNode limit(Limit limit) {
        ExpressionShapes values = new ExpressionShapes(this, new NameScope(null));
        ShapeNode offset = values.optional(limit.offset());
        return ShapeNode.of("limit", values.of(limit.count()), offset.is("integer 0") ? ShapeNode.NONE : offset);
    }

    private Part body(Body body, @Nullable NameScope around) {
        if (body instanceof Select select) {
            return new SelectShapes(this, around).of(printed ? withoutQualify(select) : select);
        }
        if (body instanceof Query.Nested nested) {
            return sortedByName(nested(nested.query(), around));
        }
        SetOperation operation = (SetOperation) body;
        Result left = body(operation.left(), around).result();
        Result right = body(operation.right(), around).result();
        String label = operation.meaning() + (operation.keepsDuplicates() ? " ALL" : "");
        ShapeNode shape = ShapeNode.of(label, left.shape(), right.shape());
        return sortedByName(new Result(shape, left.columns()));
    }

    /** Returns a SELECT as a server up to 3.5 prints it; such a server refuses one whose outputs are not columns. */
    private static Select withoutQualify(Select select) {
        try {
            return QualifyRewrite.of(select);
        } catch (Refusal refused) {
            return select;
        }
    }

    /** ORDER BY after a set operation can only name output columns. */
    private Part sortedByName(Result result) {
        NameScope columns = new NameScope(null);
        columns.add(new VisibleRelation("result", false, null, "", result.names(), true));
        ExpressionShapes values = new ExpressionShapes(this, columns);
        return new Part(result, item -> {
            ShapeNode by = values.of(item.value());
            return ExpressionShapes.sortItem(by.isNumber() ? ordinal(by) : by, item);
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

    @Nullable
    String database() {
        return database;
    }

    /** Whether to omit the parts that a server up to 3.5 does not print. */
    boolean printed() {
        return printed;
    }

    /** Relations at the same position of two queries get the same number. */
    String nextRelation() {
        return "#" + relations++;
    }

    /** The columns that {@code *} expands to; null if they are unknown. */
    @Nullable
    List<String> columns(@Nullable String catalog, String database, String table) {
        if (sources == null) {
            return null;
        }
        try {
            Source source = sources.named(catalog, database, table, Span.NONE);
            return source.complete()
                    ? source.columns().stream()
                            .filter(Source.Column::shown)
                            .map(Source.Column::name)
                            .toList()
                    : null;
        } catch (Refusal unknown) {
            return null;
        }
    }
}
