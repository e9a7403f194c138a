package dev.cairn.embedded.explain;

import dev.cairn.analysis.function.RestrictedPart;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundRelation;
import dev.cairn.analysis.source.RelationColumn;
import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.Source;
import dev.cairn.embedded.show.TableExtent;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plan of an analysed statement, in the form of EXPLAIN LOGICAL. A plan of one scan follows from the statement. What
 * an optimizer decides is not imitated: the order of joins, exchanges, phases of aggregations, pruned partitions and the
 * use of materialized views. The scans of such a query are below an operator that says so.
 */
public final class LogicalPlan {
    private static final String STEP = "    ";
    private static final String PROPERTY = STEP + STEP;
    private static final String UNPLANNED =
            "- NOT PLANNED (the embedded server has no optimizer: only the scans are known)";

    private final Bindings bindings;
    private final Function<Source, Optional<TableExtent>> extents;
    private final List<PlanScan> scans = new ArrayList<>();
    private int next = 1;

    /** @param extents returns the size of a stored relation */
    public LogicalPlan(Bindings bindings, Function<Source, Optional<TableExtent>> extents) {
        this.bindings = bindings;
        this.extents = extents;
    }

    static String estimates(String rows) {
        return "Estimates: {row: " + rows + ", cpu: ?, memory: ?, network: ?, cost: ?}";
    }

    /** Returns the lines of the plan of rows that an INSERT contains. */
    public static List<String> of(Manipulation.Source.Rows values) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < values.rows().get(0).size(); i++) {
            columns.add(i + 1 + ":column_" + i);
        }
        String shown = values.rows().stream()
                .map(row -> row.stream()
                        .map(value -> value == null ? "DEFAULT" : Sql.render(value))
                        .collect(Collectors.joining(", ", "{", "}")))
                .collect(Collectors.joining(", "));
        return List.of(
                output(columns),
                STEP + "- VALUES => " + shown,
                STEP + PROPERTY + estimates(String.valueOf(values.rows().size())));
    }

    /** Returns the lines of the plan of a query. */
    public List<String> of(Query query) {
        query.visit(new ScanCollector());
        List<String> computed = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        lines.add(output(outputs(query, computed)));
        List<String> operator = new ArrayList<>();
        Optional<TableExtent> extent =
                scans.size() == 1 ? extents.apply(scans.get(0).source()) : Optional.empty();
        if (!isPlain(query) || (extent.isEmpty() && !scans.isEmpty())) {
            operator.add(UNPLANNED);
            operator.add(PROPERTY + estimates("?"));
            scans.forEach(
                    scan -> scan.lines(extents.apply(scan.source()), false).forEach(line -> operator.add(STEP + line)));
        } else if (scans.isEmpty()) {
            lines.add(0, "EXECUTE IN FE");
            operator.add("- VALUES");
            operator.add(PROPERTY + estimates("1"));
            computed.forEach(value -> operator.add(PROPERTY + value));
        } else if (extent.get().rows() == 0) {
            lines.add(0, "EXECUTE IN FE");
            operator.add("- EMPTY");
            operator.add(PROPERTY + estimates("1"));
        } else {
            operator.addAll(scans.get(0).lines(extent, true));
            computed.forEach(value -> operator.add(PROPERTY + value));
        }
        operator.forEach(line -> lines.add(STEP + line));
        return lines;
    }

    private static String output(List<String> columns) {
        return "- Output => [" + String.join(", ", columns) + "]";
    }

    /** Whether the query selects rows of at most one stored relation, one by one. */
    private boolean isPlain(Query query) {
        boolean[] plain = {
            query.with().isEmpty()
                    && query.orderBy().isEmpty()
                    && query.limit() == null
                    && scans.size() <= 1
                    && query.body() instanceof Query.Select select
                    && select.quantifier() == null
                    && select.pivot() == null
                    && select.where() == null
                    && select.groupBy() == null
                    && select.having() == null
                    && select.qualify() == null
                    && select.from().stream().allMatch(this::isStored)
        };
        query.visit(new Query.PartVisitor() {
            @Override
            public void expression(Expression expression) {
                plain[0] &= !(expression instanceof Expression.Windowed)
                        && !RestrictedPart.isAggregateOutermostIn(expression)
                        && expression.query() == null;
            }
        });
        return plain[0];
    }

    private boolean isStored(Relation relation) {
        BoundRelation bound = bindings.relation(relation);
        return bound != null && bound.source() != null && bound.source().definition() == null;
    }

    /** Returns the names of the columns of the result, and adds the expressions that are no columns. */
    private List<String> outputs(Query query, List<String> computed) {
        List<String> outputs = new ArrayList<>();
        for (Query.Item item :
                query.isUnread() ? List.<Query.Item>of() : query.body().first().items()) {
            if (item instanceof Query.Item.Star star) {
                bindings.columns(star)
                        .forEach(field -> outputs.add(column(field).orElseGet(() -> numbered(field.name()))));
            } else if (item instanceof Query.Item.Value value) {
                outputs.add(output(value.value(), computed));
            }
        }
        return outputs;
    }

    private String output(Expression value, List<String> computed) {
        RelationField field = value instanceof Expression.Reference reference ? bindings.column(reference) : null;
        Optional<String> column = field == null ? Optional.empty() : column(field);
        if (column.isPresent()) {
            return column.get();
        }
        if (value instanceof Expression.Reference reference) {
            return numbered(reference.name().last().text());
        }
        String name = numbered(
                value instanceof Expression.Call call
                        ? call.function().last().text().toLowerCase(Locale.ROOT)
                        : "expr");
        computed.add(name + " := " + Sql.render(value));
        return name;
    }

    private String numbered(String name) {
        return next++ + ":" + name;
    }

    private Optional<String> column(RelationField field) {
        for (RelationColumn base : field.bases()) {
            for (PlanScan scan : scans) {
                if (scan.relation() == base.relation()) {
                    return Optional.of(scan.column(base.index()));
                }
            }
        }
        return Optional.empty();
    }

    /** Collects the scans of a query and of the views that it reads, and the columns that they use. */
    private final class ScanCollector implements Query.PartVisitor {
        @Override
        public void select(Query.Select select) {
            select.from().forEach(this::add);
            for (Query.Item item : select.items()) {
                if (item instanceof Query.Item.Star star) {
                    bindings.columns(star).forEach(this::use);
                }
            }
        }

        private void add(Relation relation) {
            relation.parts().forEach(this::add);
            BoundRelation bound = bindings.relation(relation);
            if (bound == null) {
                return;
            }
            Source source = bound.source();
            if (source == null) {
                return;
            }
            if (source.definition() != null) {
                source.definition().query().visit(this);
            } else {
                scans.add(new PlanScan(bound, source, next));
                next += bound.fields().size();
            }
        }

        @Override
        public void relation(Relation relation) {
            if (relation instanceof Relation.Join join) {
                join.using().forEach(name -> bindings.columns(name).forEach(this::use));
            }
        }

        @Override
        public void expression(Expression expression) {
            if (expression instanceof Expression.Reference reference && bindings.column(reference) != null) {
                use(bindings.column(reference));
            }
        }

        private void use(@Nullable RelationField field) {
            if (field != null && !field.isWildcard()) {
                field.bases()
                        .forEach(base -> scans.stream()
                                .filter(scan -> scan.relation() == base.relation())
                                .forEach(scan -> scan.used().add(base.index())));
            }
        }
    }
}
