package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationColumn;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The DuckDB expressions of the columns and parameters to which the names in an analysed query refer. Relations are
 * added in the order in which they are translated; their names in DuckDB are unique, so that subqueries and lateral
 * relations can refer to them.
 *
 * @param bindings the meanings of the names
 */
record BoundValues(
        Bindings bindings,
        Map<BoundRelation, Columns> relations,
        IdentityHashMap<Query.CommonTable, QueryTranslation.TranslatedCommonTable> commonTables,
        IdentityHashMap<Expression.Lambda, List<Value>> parameters) {
    BoundValues(Bindings bindings) {
        this(bindings, new HashMap<>(), new IdentityHashMap<>(), new IdentityHashMap<>());
    }

    /** The columns of a relation. */
    @FunctionalInterface
    interface Columns {
        Value column(int index);

        /** Returns the columns of a query that has this name in DuckDB. */
        static Columns of(String duckDbName, List<TranslatedQuery.QueryColumn> columns) {
            return index -> {
                TranslatedQuery.QueryColumn column = columns.get(index);
                return new Value(duckDbName + "." + TranslatedQuery.columnName(index), column.type(), column.state());
            };
        }
    }

    /** Returns the expression of a column or of a parameter of a lambda. */
    Value of(ResolvedName referent, Span span) {
        Value value;
        if (referent instanceof ResolvedName.ResolvedColumn column) {
            value = column(column.field(), span);
        } else if (referent instanceof ResolvedName.LambdaParameter parameter) {
            value = Objects.requireNonNull(parameters.get(parameter.lambda())).get(parameter.index());
        } else {
            throw UnsupportedFeature.query("an output within a subquery", span);
        }
        return fieldOf(value, referent.path(), span);
    }

    static Value fieldOf(Value base, List<String> path, Span span) {
        Value value = base;
        for (String name : path) {
            value = value.field(name).orElseThrow(() -> UnsupportedFeature.query("the field " + name, span));
        }
        return value;
    }

    /**
     * Returns a column of FROM. A column that FULL JOIN merges by USING has the value of the side that has a row.
     */
    Value column(RelationField field, Span span) {
        if (field.isWildcard() || field.bases().isEmpty()) {
            throw UnsupportedFeature.query("the column " + field.name(), span);
        }
        if (field.bases().size() == 1) {
            return column(field.bases().get(0));
        }
        Type type = field.expressionType().type();
        if (type == null) {
            throw UnsupportedFeature.query("USING (" + field.name() + ")", span);
        }
        List<String> sides = new ArrayList<>();
        for (RelationColumn base : field.bases()) {
            sides.add(column(base).castTo(type).sql());
        }
        return new Value("coalesce(" + String.join(", ", sides) + ")", type);
    }

    private Value column(RelationColumn column) {
        return Objects.requireNonNull(relations.get(column.relation())).column(column.index());
    }
}
