package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.expression.Subqueries;
import dev.cairn.analysis.resolution.CommonTables.CommonTable;
import dev.cairn.analysis.source.Field;
import dev.cairn.analysis.source.Fields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.source.Sources;
import dev.cairn.analysis.source.Uses;
import dev.cairn.analysis.type.Typed;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whole queries: common tables, what stands between set operators, and what stands in parentheses.
 *
 * @param direct false inside of a view
 */
public record QueryResolution(
        ServerProfile profile, Sources sources, @Nullable String database, Uses uses, boolean direct) {
    /**
     * The columns that a query gives.
     *
     * @param ordered whether its order matters: of a subquery in FROM that has no LIMIT the server forgets ORDER BY unread
     */
    public Fields query(Query query, Surroundings around, boolean ordered) {
        Surroundings inside = around;
        if (!query.with().isEmpty()) {
            CommonTables tables = new CommonTables(around.tables());
            inside = new Surroundings(tables, around.scope());
            addCommonTables(query, tables, inside);
        }
        List<SortItem> orderBy = ordered || query.limit() != null ? query.orderBy() : List.of();
        return body(query.body(), orderBy, inside);
    }

    /** The columns of an expression's query. */
    Subqueries subqueries(QueryScope scope, @Nullable CommonTables tables) {
        IdentityHashMap<Query, Fields> known = new IdentityHashMap<>(1);
        return query -> {
            Fields fields = known.get(query);
            if (fields == null) {
                Surroundings inside = new Surroundings(tables, scope);
                fields = uses.traced(() -> scope.asking(query, () -> query(query, inside, true)))
                        .result();
                known.put(query, fields);
            }
            List<Typed> columns = new ArrayList<>(fields.size());
            for (Field field : fields.all()) {
                uses.add(field.origins());
                columns.add(field.typed());
            }
            return columns;
        };
    }

    public ExpressionTyping typing(QueryScope scope, @Nullable CommonTables tables) {
        return new ExpressionTyping(profile, scope, subqueries(scope, tables));
    }

    public QueryScope scope(Fields fields, @Nullable QueryScope around) {
        return new QueryScope(fields, around, uses, sources, database);
    }

    Fields body(Body body, List<SortItem> orderBy, Surroundings around) {
        if (body instanceof Select select) {
            return SelectResolution.of(this, select, orderBy, around);
        }
        if (body instanceof Query.Unread) {
            return new Fields(List.of(Field.wildcard(null)));
        }
        Fields fields = body instanceof SetOperation operation
                ? new SetOperations(this).of(operation, around)
                : nested((Query.Nested) body, around);
        new Ordering(this).checkOutput(orderBy, fields, around);
        return fields;
    }

    private Fields nested(Query.Nested nested, Surroundings around) {
        Fields inner = query(nested.query(), around, false);
        return new Fields(
                inner.all().stream().map(field -> field.of(null, field.name())).toList());
    }

    private void addCommonTables(Query query, CommonTables tables, Surroundings inside) {
        Set<String> names = new HashSet<>();
        for (Query.CommonTable table : query.with()) {
            if (!names.add(table.name().text())) {
                throw Refusal.analysis(
                        table.name().span(),
                        ServerError.NOT_UNIQUE_TABLE,
                        table.name().text());
            }
        }
        for (Query.CommonTable table : query.with()) {
            if (!query.recursive() || !addRecursive(table, tables, inside)) {
                Fields fields = query(table.query(), inside, true);
                tables.add(table.name().text(), named(table, fields));
            }
        }
    }

    /** False for a table that does not read itself. */
    private boolean addRecursive(Query.CommonTable table, CommonTables tables, Surroundings inside) {
        if (!(table.query().body() instanceof SetOperation union) || union.kind() != SetOperation.Kind.UNION) {
            return false;
        }
        SetOperations operations = new SetOperations(this);
        List<Body> operands = SetOperations.operands(union);
        Fields anchor = body(operands.get(0), List.of(), inside);
        tables.add(table.name().text(), named(table, anchor));
        CommonTable itself = tables.named(table.name().text());
        for (Body step : operands.subList(1, operands.size())) {
            operations.requireStep(union, anchor, body(step, List.of(), inside));
        }
        if (itself == null || !itself.isRead()) {
            return false;
        }
        if (!table.query().orderBy().isEmpty() || table.query().limit() != null) {
            throw Refusal.analysis(table.span(), "ORDER BY is not allowed in recursive CTE '" + table.name() + "'");
        }
        return true;
    }

    private static Fields named(Query.CommonTable table, Fields fields) {
        return renamed(
                table.columns(),
                fields,
                RelationName.alone(table.name().text()),
                () -> Refusal.analysis(table.span(), ServerError.VIEW_COLUMN_COUNT));
    }

    /** The columns of a relation that gives them on, perhaps by other names. */
    static Fields renamed(
            List<Name> names, Fields fields, @Nullable RelationName relation, Supplier<Refusal> otherCount) {
        if (!names.isEmpty() && fields.open()) {
            return new Fields(names.stream()
                    .map(name -> Field.calculated(name.text(), Typed.UNKNOWN, List.of())
                            .of(relation, name.text()))
                    .toList());
        }
        if (!names.isEmpty() && names.size() != fields.size()) {
            throw otherCount.get();
        }
        List<Field> renamed = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            String name = names.isEmpty() ? field.name() : names.get(i).text();
            renamed.add(field.of(relation, name));
        }
        return new Fields(renamed);
    }
}
