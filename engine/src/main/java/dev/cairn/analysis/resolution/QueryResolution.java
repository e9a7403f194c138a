package dev.cairn.analysis.resolution;

import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.expression.SubqueryResolver;
import dev.cairn.analysis.source.QuerySources;
import dev.cairn.analysis.source.QueryUsage;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.analysis.source.RelationName;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves whole queries: common tables, set operations, and queries in parentheses.
 *
 * @param direct false inside a view
 */
public record QueryResolution(
        ServerProfile profile,
        QuerySources sources,
        @Nullable String database,
        QueryUsage uses,
        boolean direct) {
    /**
     * Returns the output columns of a query.
     *
     * @param ordered whether the query's order matters: the server ignores the ORDER BY of a subquery in FROM without a
     *     LIMIT, unchecked
     */
    public RelationFields resolveQuery(Query query, OuterScope around, boolean ordered) {
        OuterScope inside = around;
        if (!query.commonTables().isEmpty()) {
            OuterScope.CommonTables tables = new OuterScope.CommonTables(around.tables());
            inside = new OuterScope(tables, around.scope());
            addCommonTables(query, tables, inside);
        }
        if (!ordered && query.limit() == null && !query.orderBy().isEmpty()) {
            uses.bindings().recordIgnoredOrderBy(query);
        }
        return resolveBody(query.body(), uses.bindings().orderBy(query), inside);
    }

    /** Resolves the output columns of the subqueries in an expression. */
    SubqueryResolver subqueries(QueryScope scope, OuterScope.@Nullable CommonTables tables) {
        IdentityHashMap<Query, RelationFields> known = new IdentityHashMap<>(1);
        return query -> {
            RelationFields fields = known.get(query);
            if (fields == null) {
                OuterScope inside = new OuterScope(tables, scope);
                fields = uses.trace(() -> scope.resolveSubquery(query, () -> resolveQuery(query, inside, true)))
                        .result();
                known.put(query, fields);
            }
            List<ExpressionType> columns = new ArrayList<>(fields.size());
            for (RelationField field : fields.fields()) {
                uses.addUsedColumns(field.origins());
                columns.add(field.typed());
            }
            return columns;
        };
    }

    public ExpressionTyping typing(QueryScope scope, OuterScope.@Nullable CommonTables tables) {
        return new ExpressionTyping(profile, scope, subqueries(scope, tables), uses.bindings());
    }

    public QueryScope scope(RelationFields fields, @Nullable QueryScope around) {
        return new QueryScope(fields, around, uses, sources, database);
    }

    RelationFields resolveBody(Body body, List<SortItem> orderBy, OuterScope around) {
        if (body instanceof Select select) {
            return SelectResolution.resolve(this, select, orderBy, around);
        }
        if (body instanceof Query.Unread) {
            return new RelationFields(List.of(RelationField.wildcard(null)));
        }
        RelationFields fields = body instanceof SetOperation operation
                ? new SetOperationResolution(this).resolve(operation, around)
                : resolveNested((Query.Nested) body, around);
        OrderByResolution.checkOutput(this, orderBy, fields, around);
        return fields;
    }

    private RelationFields resolveNested(Query.Nested nested, OuterScope around) {
        RelationFields inner = resolveQuery(nested.query(), around, false);
        return new RelationFields(inner.fields().stream()
                .map(field -> field.of(null, field.name()))
                .toList());
    }

    private void addCommonTables(Query query, OuterScope.CommonTables tables, OuterScope inside) {
        Set<String> names = new HashSet<>();
        for (Query.CommonTable table : query.commonTables()) {
            if (!names.add(table.name().text())) {
                throw Refusal.analysis(
                        table.name().span(),
                        ServerError.NOT_UNIQUE_TABLE,
                        table.name().text());
            }
        }
        for (Query.CommonTable table : query.commonTables()) {
            if (!query.recursive() || !addRecursive(table, tables, inside)) {
                RelationFields fields = resolveQuery(table.query(), inside, true);
                tables.add(table, nameColumns(table, fields));
            }
        }
    }

    /** Returns false for a table that does not read itself. */
    private boolean addRecursive(Query.CommonTable table, OuterScope.CommonTables tables, OuterScope inside) {
        if (!(table.query().body() instanceof SetOperation union) || union.kind() != SetOperation.Kind.UNION) {
            return false;
        }
        SetOperationResolution operations = new SetOperationResolution(this);
        List<Body> operands = union.operands();
        RelationFields anchor = resolveBody(operands.get(0), List.of(), inside);
        RelationFields result = anchor;
        tables.add(table, nameColumns(table, ofLaterRows(table, anchor)));
        OuterScope.CommonTables.ResolvedCommonTable itself =
                tables.find(table.name().text());
        for (Body step : operands.subList(1, operands.size())) {
            RelationFields rows = resolveBody(step, List.of(), inside);
            operations.requireStep(union, anchor, rows);
            result = SetOperationResolution.withRows(result, rows);
        }
        if (itself == null || !itself.isRead()) {
            return false;
        }
        tables.add(table, nameColumns(table, result));
        uses.bindings().recordRecursion(table);
        if (!table.query().orderBy().isEmpty() || table.query().limit() != null) {
            throw Refusal.analysis(
                    table.span(), CommonRule.UNSUPPORTED, "ORDER BY", "the recursive query " + table.name());
        }
        return true;
    }

    /** Inside its own query, each column of a recursive common table may be NULL, until its query shows the opposite. */
    private static RelationFields ofLaterRows(Query.CommonTable table, RelationFields anchor) {
        NullCause cause =
                NullCause.of(NullCause.Kind.RECURSION, Span.NONE, table.name().text());
        return anchor.map(field ->
                field.typed().cause() == null ? field.withType(field.typed().withCause(cause)) : field);
    }

    private static RelationFields nameColumns(Query.CommonTable table, RelationFields fields) {
        return renameColumns(
                table.columns(),
                fields,
                RelationName.ofTable(table.name().text()),
                () -> Refusal.analysis(table.span(), ServerError.VIEW_COLUMN_COUNT));
    }

    /** Returns the columns of a relation that passes them on, with new names where it defines them. */
    static RelationFields renameColumns(
            List<Name> names, RelationFields fields, @Nullable RelationName relation, Supplier<Refusal> otherCount) {
        if (!names.isEmpty() && fields.mayHaveOthers()) {
            return new RelationFields(names.stream()
                    .map(name -> RelationField.ofCalculated(name.text(), ExpressionType.UNKNOWN, List.of())
                            .of(relation, name.text()))
                    .toList());
        }
        if (!names.isEmpty() && names.size() != fields.size()) {
            throw otherCount.get();
        }
        List<RelationField> renamed = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            RelationField field = fields.get(i);
            String name = names.isEmpty() ? field.name() : names.get(i).text();
            renamed.add(field.of(relation, name));
        }
        return new RelationFields(renamed);
    }
}
