package dev.cairn.sql.write;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Relation.JoinOperator;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The printer of queries and expressions: one method for each kind of node, which writes it on one line, as SQL in the
 * form of the builder. A subclass is another style; it overrides only what it writes differently.
 */
public class QueryWriter extends ExpressionWriter
        implements Body.Visitor<SqlTextBuilder>, Item.Visitor<SqlTextBuilder>, Relation.Visitor<SqlTextBuilder> {
    public QueryWriter(SqlTextBuilder out) {
        super(out);
    }

    @Override
    public SqlTextBuilder write(Query query) {
        if (!query.commonTables().isEmpty()) {
            out.put("WITH ").put(query.recursive(), "RECURSIVE ");
            out.list(query.commonTables(), comma(), this::commonTable).put(" ");
        }
        query.body().accept(this);
        queryOrder(query.orderBy());
        return query.limit() == null ? out : limit(query.limit());
    }

    /** Writes ORDER BY after a query; writes nothing if there are no items. */
    protected void queryOrder(List<SortItem> items) {
        orderBy(items);
    }

    /** Returns what separates common tables and relations. */
    protected String comma() {
        return ", ";
    }

    private void commonTable(Query.CommonTable table) {
        commonTableName(table).put(" AS (");
        write(table.query()).put(")");
    }

    protected SqlTextBuilder commonTableName(Query.CommonTable table) {
        out.name(table.name());
        return table.columns().isEmpty() ? out : out.put(" ").names(table.columns());
    }

    protected SqlTextBuilder limit(Query.Limit limit) {
        out.put(" LIMIT ");
        if (limit.offset() != null && limit.comma()) {
            write(limit.offset()).put(", ");
        }
        write(limit.count());
        if (limit.offset() != null && !limit.comma()) {
            out.put(" OFFSET ");
            write(limit.offset());
        }
        return out;
    }

    @Override
    public SqlTextBuilder nested(Query.Nested nested) {
        out.put("(");
        return write(nested.query()).put(")");
    }

    @Override
    public SqlTextBuilder setOperation(SetOperation operation) {
        operand(operation.left(), isLooser(operation.left(), operation.kind(), false));
        out.put(" ").put(operation.kind().name()).put(" ");
        quantifier(operation.quantifier());
        return operand(operation.right(), isLooser(operation.right(), operation.kind(), true));
    }

    protected final SqlTextBuilder operand(Body body, boolean parentheses) {
        out.put(parentheses, "(");
        return body.accept(this).put(parentheses, ")");
    }

    /**
     * Returns whether an operand needs parentheses. INTERSECT binds more tightly than the others; all are
     * left-associative.
     */
    private static boolean isLooser(Body body, SetOperation.Kind around, boolean right) {
        if (!(body instanceof SetOperation operation)) {
            return false;
        }
        boolean inside = operation.kind() == SetOperation.Kind.INTERSECT;
        boolean outside = around == SetOperation.Kind.INTERSECT;
        return inside == outside ? right : outside;
    }

    @Override
    public SqlTextBuilder unread(Query.Unread unread) {
        return out.put(unread.text());
    }

    private void quantifier(Query.@Nullable Quantifier quantifier) {
        if (quantifier != null) {
            out.put(quantifier.name()).put(" ");
        }
    }

    @Override
    public SqlTextBuilder select(Select select) {
        out.put("SELECT ");
        for (String hint : select.selectItems().hints()) {
            out.put(hint).put(" ");
        }
        quantifier(select.quantifier());
        out.list(select.items(), ", ", item -> item.accept(this));
        if (select.fromClause().dual()) {
            out.put(" FROM DUAL");
        } else if (!select.from().isEmpty()) {
            out.put(" FROM ");
            relations(select.from());
            if (select.pivot() != null) {
                pivot(select.pivot());
            }
        }
        condition(" WHERE ", select.where());
        if (select.groupBy() != null) {
            out.put(" GROUP BY ");
            grouping(select.groupBy());
        }
        condition(" HAVING ", select.having());
        if (select.qualify() != null) {
            out.put(" QUALIFY ");
            select.qualify()
                    .windowFunction()
                    .accept(this)
                    .put(" ")
                    .put(select.qualify().comparison().text())
                    .put(" ")
                    .put(select.qualify().limit());
        }
        return out;
    }

    private void condition(String word, @Nullable Expression condition) {
        if (condition != null) {
            out.put(word);
            write(condition);
        }
    }

    @Override
    public SqlTextBuilder value(Item.Value item) {
        write(item.value());
        return item.alias() == null ? out : alias(item.alias(), item.as());
    }

    @Override
    public SqlTextBuilder star(Item.Star star) {
        if (star.qualifier() != null) {
            out.name(star.qualifier()).put(".");
        }
        out.put("*");
        return star.exclusion() == null
                ? out
                : out.put(" ").put(star.exclusion()).put(" ").names(star.excluded());
    }

    protected SqlTextBuilder alias(Name alias, boolean as) {
        return out.put(as ? " AS " : " ").nameOrText(alias);
    }

    private void grouping(Grouping grouping) {
        switch (grouping.kind()) {
            case PLAIN -> list(grouping.sets().get(0));
            case ROLLUP, CUBE -> set(grouping.sets().get(0), grouping.kind() + " ");
            case SETS ->
                out.put("GROUPING SETS (")
                        .list(grouping.sets(), ", ", this::set)
                        .put(")");
        }
    }

    private void set(List<Expression> expressions, String keywords) {
        out.put(keywords);
        set(expressions);
    }

    protected final SqlTextBuilder set(List<Expression> expressions) {
        out.put("(");
        return list(expressions).put(")");
    }

    private void pivot(Query.Pivot pivot) {
        out.put(" PIVOT (").list(pivot.aggregates(), ", ", this::value).put(" FOR ");
        if (pivot.columns().size() == 1) {
            out.name(pivot.columns().get(0));
        } else {
            out.names(pivot.columns());
        }
        out.put(" IN (").list(pivot.values(), ", ", this::pivotValue).put("))");
    }

    private void pivotValue(Query.Pivot.Value value) {
        if (value.values().size() == 1) {
            write(value.values().get(0));
        } else {
            set(value.values());
        }
        if (value.alias() != null) {
            alias(value.alias(), true);
        }
    }

    /** Writes relations with commas between them. */
    protected SqlTextBuilder relations(List<Relation> relations) {
        return out.list(relations, comma(), relation -> relation.accept(this));
    }

    @Override
    public SqlTextBuilder named(Relation.Named named) {
        out.name(named.name());
        if (named.time().period() != null) {
            out.put(" ").put(named.time().period());
        }
        if (named.partitions() != null) {
            out.put(" ").partitionNames(named.partitions());
        }
        partitionKeys(named.section().keys());
        numbers(" TABLET (", named.section().tablets());
        numbers(" REPLICA (", named.section().replicas());
        if (named.section().sample() != null) {
            out.put(" ").put(named.section().sample());
        }
        alias(named.alias());
        if (!named.hint().isEmpty()) {
            out.put(" [").list(named.hint(), ", ", out::put).put("]");
        }
        return named.time().before() == null
                ? out
                : out.put(" BEFORE ").literal(named.time().before());
    }

    /** Appends {@code PARTITION (k = 'x')}, unless the list is empty. */
    void partitionKeys(List<Relation.PartitionKey> keys) {
        if (!keys.isEmpty()) {
            out.put(" PARTITION (").list(keys, ", ", this::key).put(")");
        }
    }

    private void key(Relation.PartitionKey key) {
        out.name(key.column()).put(" = ");
        write(key.value());
    }

    private void numbers(String keywords, List<Long> numbers) {
        if (!numbers.isEmpty()) {
            out.put(keywords).list(numbers, ", ", out::put).put(")");
        }
    }

    @Override
    public SqlTextBuilder derived(Relation.Derived derived) {
        out.put(derived.assertRows(), "ASSERT_ROWS ").put("(");
        write(derived.query()).put(")");
        return alias(derived.alias());
    }

    @Override
    public SqlTextBuilder values(Relation.Values values) {
        out.put("(VALUES ").list(values.rows(), ", ", this::set).put(")");
        return alias(values.alias());
    }

    @Override
    public SqlTextBuilder function(Relation.Function function) {
        out.put(function.wrapped(), "TABLE(").list(function.name().parts(), ".", out::nameAsWritten);
        out.put("(").list(function.arguments(), ", ", this::argument).put(")");
        out.put(function.wrapped(), ")");
        return alias(function.alias());
    }

    private void argument(Relation.Argument argument) {
        if (argument.name() != null) {
            name(argument.name()).put(argument.arrow() ? " => " : " = ");
        }
        write(argument.value());
    }

    @Override
    public SqlTextBuilder files(Relation.Files files) {
        out.put("FILES").propertyList(files.properties());
        return alias(files.alias());
    }

    @Override
    public SqlTextBuilder parenthesized(Relation.Parenthesized parenthesized) {
        out.put("(");
        return relations(parenthesized.relations()).put(")");
    }

    @Override
    public SqlTextBuilder lateral(Relation.Lateral lateral) {
        out.put("LATERAL ");
        return lateral.relation().accept(this);
    }

    protected SqlTextBuilder alias(Relation.@Nullable Alias alias) {
        if (alias == null) {
            return out;
        }
        alias(alias.name(), alias.as());
        return alias.columns().isEmpty() ? out : out.put(" ").names(alias.columns());
    }

    @Override
    public SqlTextBuilder join(Join join) {
        join.left().accept(this).put(" ").put(keywords(join.kind()));
        if (join.hint() != null) {
            out.put(" [").put(hint(join.hint())).put("]");
        }
        out.put(join.lateral(), " LATERAL").put(" ");
        join.right().accept(this);
        if (join.on() != null) {
            out.put(" ON ");
            write(join.on());
        } else if (!join.using().isEmpty()) {
            out.put(" USING ").names(join.using());
        }
        return out;
    }

    protected String keywords(JoinOperator.Kind kind) {
        return kind.text();
    }

    protected String hint(String hint) {
        return hint;
    }
}
