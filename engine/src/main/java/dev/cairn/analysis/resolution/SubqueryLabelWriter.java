package dev.cairn.analysis.resolution;

import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Quantifier;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Relation.JoinOperator;
import dev.cairn.sql.ast.Statement.SortItem;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.SqlTextBuilder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a query inside the name of an unnamed column, as the server does. */
abstract class SubqueryLabelWriter extends QueryWriter {
    SubqueryLabelWriter(SqlTextBuilder out) {
        super(out);
    }

    @Override
    protected String comma() {
        return " , ";
    }

    @Override
    protected SqlTextBuilder commonTableName(Query.CommonTable table) {
        name(table.name());
        return columns(table.columns(), ", ");
    }

    private SqlTextBuilder columns(List<Name> columns, String separator) {
        return columns.isEmpty()
                ? out
                : out.put("(").list(columns, separator, this::name).put(")");
    }

    @Override
    protected void queryOrder(List<SortItem> items) {
        orderBy(items).put(!items.isEmpty(), " ");
    }

    @Override
    protected SqlTextBuilder limit(Query.Limit limit) {
        return super.limit(new Query.Limit(limit.count(), limit.offset(), true));
    }

    @Override
    public SqlTextBuilder setOperation(SetOperation operation) {
        List<Body> operands = operation.operands();
        String keywords = " " + operation.meaning() + (operation.keepsDuplicates() ? " ALL " : " ");
        operands.get(0).accept(this);
        for (Body operand : operands.subList(1, operands.size())) {
            out.put(keywords);
            operand(operand, operand instanceof SetOperation);
        }
        return out;
    }

    @Override
    public SqlTextBuilder select(Select select) {
        Quantifier quantifier = select.quantifier() == Quantifier.DISTINCT ? Quantifier.DISTINCT : null;
        return super.select(new Select(
                new Query.SelectItems(List.of(), quantifier, select.items()),
                Query.FromClause.of(select.from()),
                new Query.Conditions(select.where(), select.having(), null),
                select.groupBy(),
                select.span()));
    }

    @Override
    public SqlTextBuilder star(Query.Item.Star star) {
        out.put(star.qualifier() == null ? "*" : star.qualifier() + ".*");
        if (!star.excluded().isEmpty()) {
            out.put(" EXCLUDE ( ").list(star.excluded(), ",", out::name).put(" ) ");
        }
        return out;
    }

    @Override
    protected SqlTextBuilder alias(Name alias, boolean as) {
        return out.put(" AS ").put(alias.text());
    }

    @Override
    protected SqlTextBuilder alias(Relation.@Nullable Alias alias) {
        if (alias == null) {
            return out;
        }
        out.put(" ").put(alias.name().text());
        return columns(alias.columns(), ",");
    }

    @Override
    protected SqlTextBuilder relations(List<Relation> relations) {
        relations.get(0).accept(this);
        for (Relation relation : relations.subList(1, relations.size())) {
            out.put(comma());
            relation.accept(this).put(" ");
        }
        return out;
    }

    @Override
    public SqlTextBuilder named(Relation.Named named) {
        out.put(named.name().toString());
        return named.alias() == null ? out : alias(named.alias().name(), true);
    }

    @Override
    public SqlTextBuilder derived(Relation.Derived derived) {
        return super.derived(new Relation.Derived(false, derived.query(), derived.alias(), derived.span()));
    }

    @Override
    public SqlTextBuilder parenthesized(Relation.Parenthesized parenthesized) {
        return relations(parenthesized.relations());
    }

    @Override
    public SqlTextBuilder lateral(Relation.Lateral lateral) {
        return lateral.relation().accept(this);
    }

    @Override
    public SqlTextBuilder values(Relation.Values values) {
        out.put("(VALUES").list(values.rows(), ", ", this::set).put(")");
        return alias(values.alias());
    }

    /** The server prints this before it has resolved the function, and so without its arguments. */
    @Override
    public SqlTextBuilder function(Relation.Function function) {
        out.put(function.name().toString().toLowerCase(Locale.ROOT)).put("()");
        return alias(function.alias());
    }

    @Override
    public SqlTextBuilder files(Relation.Files files) {
        return out;
    }

    @Override
    public SqlTextBuilder join(Join join) {
        return super.join(join).put(join.on() == null && join.using().isEmpty(), " ");
    }

    @Override
    protected String keywords(JoinOperator.Kind kind) {
        return JoinKind.of(kind).text();
    }

    @Override
    protected String hint(String hint) {
        return hint.toUpperCase(Locale.ROOT);
    }
}
