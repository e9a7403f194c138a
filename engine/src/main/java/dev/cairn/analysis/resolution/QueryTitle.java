package dev.cairn.analysis.resolution;

import dev.cairn.analysis.resolution.JoinResolution.JoinKind;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Limit;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Alias;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Renders a subquery of an expression as the server prints it in the name of a column. */
final class QueryTitle {
    private final ColumnTitle out;

    QueryTitle(ColumnTitle out) {
        this.out = out;
    }

    void write(Query query) {
        if (!query.with().isEmpty()) {
            out.put(query.recursive() ? "WITH RECURSIVE " : "WITH ");
            out.list(query.with(), ", ", this::commonTable);
        }
        body(query.body());
        if (!query.orderBy().isEmpty()) {
            out.put(" ORDER BY ");
            new CallTitle(out).sortItems(query.orderBy());
            out.put(" ");
        }
        if (query.limit() != null) {
            limit(query.limit());
        }
    }

    private void commonTable(Query.CommonTable table) {
        out.put(table.name().text());
        if (!table.columns().isEmpty()) {
            out.put("(")
                    .put(String.join(", ", RelationResolution.texts(table.columns())))
                    .put(")");
        }
        out.put(" AS (");
        write(table.query());
        out.put(") ");
    }

    private void limit(Limit limit) {
        out.put(" LIMIT ");
        if (limit.offset() != null) {
            out.write(limit.offset());
            out.put(", ");
        }
        out.write(limit.count());
    }

    private void body(Body body) {
        if (body instanceof Select select) {
            select(select);
        } else if (body instanceof Query.Nested nested) {
            out.put("(");
            write(nested.query());
            out.put(")");
        } else if (body instanceof SetOperation operation) {
            operation(operation);
        } else if (body instanceof Query.Unread unread) {
            out.put(unread.text());
        }
    }

    private void operation(SetOperation operation) {
        List<Body> operands = SetOperations.operands(operation);
        String kind = operation.kind() == SetOperation.Kind.MINUS
                ? "EXCEPT"
                : operation.kind().name();
        String word = " " + kind + (operation.quantifier() == Quantifier.ALL ? " ALL " : " ");
        body(operands.get(0));
        for (Body operand : operands.subList(1, operands.size())) {
            boolean parentheses = operand instanceof SetOperation;
            out.put(word).put(parentheses ? "(" : "");
            body(operand);
            out.put(parentheses ? ")" : "");
        }
    }

    private void select(Select select) {
        out.put(select.quantifier() == Quantifier.DISTINCT ? "SELECT DISTINCT " : "SELECT ");
        out.list(select.items(), ", ", this::item);
        if (!select.from().isEmpty()) {
            out.put(" FROM ");
            sideBySide(select.from());
        }
        clause(" WHERE ", select.where());
        if (select.groupBy() != null) {
            out.put(" GROUP BY ");
            grouping(select.groupBy());
        }
        clause(" HAVING ", select.having());
    }

    private void clause(String word, @Nullable Expression condition) {
        if (condition != null) {
            out.put(word);
            out.write(condition);
        }
    }

    private void item(Item item) {
        if (item instanceof Item.Value value) {
            out.write(value.value());
            out.put(value.alias() == null ? "" : " AS " + value.alias().text());
        } else if (item instanceof Item.Star star) {
            out.put(star.of() == null ? "*" : star.of() + ".*");
            if (!star.excluded().isEmpty()) {
                out.put(" EXCLUDE ( ");
                out.list(star.excluded(), ",", name -> out.put("`" + name.text() + "`"));
                out.put(" ) ");
            }
        }
    }

    private void grouping(Grouping grouping) {
        if (grouping instanceof Grouping.Plain plain) {
            out.list(plain.by(), ", ", out::write);
        } else if (grouping instanceof Grouping.Rollup rollup) {
            set("ROLLUP (", rollup.by());
        } else if (grouping instanceof Grouping.Cube cube) {
            set("CUBE (", cube.by());
        } else if (grouping instanceof Grouping.Sets sets) {
            out.put("GROUPING SETS (");
            out.list(sets.sets(), ", ", set -> set("(", set));
            out.put(")");
        }
    }

    private void set(String opening, List<Expression> expressions) {
        out.put(opening).list(expressions, ", ", out::write).put(")");
    }

    private void sideBySide(List<Relation> relations) {
        relation(relations.get(0));
        for (Relation next : relations.subList(1, relations.size())) {
            out.put(" , ");
            relation(next);
            out.put(" ");
        }
    }

    private void relation(Relation relation) {
        if (relation instanceof Relation.Named named) {
            out.put(named.name().toString());
            out.put(named.alias() == null ? "" : " AS " + named.alias().name().text());
        } else if (relation instanceof Relation.Join join) {
            join(join);
        } else if (relation instanceof Relation.Derived derived) {
            out.put("(");
            write(derived.query());
            out.put(")");
            alias(derived.alias());
        } else if (relation instanceof Relation.Parenthesized parenthesized) {
            sideBySide(parenthesized.relations());
        } else if (relation instanceof Relation.Lateral lateral) {
            relation(lateral.relation());
        } else if (relation instanceof Relation.Values values) {
            out.put("(VALUES");
            out.list(values.rows(), ", ", row -> set("(", row));
            out.put(")");
            alias(values.alias());
        } else if (relation instanceof Relation.Function function) {
            // The server prints this before it has resolved the function, and so without its arguments.
            out.put(function.name().toString().toLowerCase(Locale.ROOT)).put("()");
            alias(function.alias());
        }
    }

    private void alias(@Nullable Alias alias) {
        if (alias != null) {
            out.put(" ").put(alias.name().text());
            if (!alias.columns().isEmpty()) {
                out.put("(")
                        .put(String.join(",", RelationResolution.texts(alias.columns())))
                        .put(")");
            }
        }
    }

    private void join(Relation.Join join) {
        relation(join.left());
        out.put(" ").put(JoinKind.of(join.kind()).text());
        if (join.hint() != null) {
            out.put(" [").put(join.hint().toUpperCase(Locale.ROOT)).put("]");
        }
        out.put(join.lateral() ? " LATERAL " : " ");
        relation(join.right());
        out.put(" ");
        if (!join.using().isEmpty()) {
            out.put("USING (");
            out.list(join.using(), ", ", name -> out.put("`" + name.text() + "`"));
            out.put(")");
        } else if (join.on() != null) {
            out.put("ON ");
            out.write(join.on());
        }
    }
}
