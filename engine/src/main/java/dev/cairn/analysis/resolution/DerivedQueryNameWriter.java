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
abstract class DerivedQueryNameWriter extends QueryWriter {
    DerivedQueryNameWriter(SqlTextBuilder out) {
        super(out);
    }

    @Override
    protected String relationSeparator() {
        return " , ";
    }

    @Override
    protected SqlTextBuilder writeCommonTableName(Query.CommonTable table) {
        writeName(table.name());
        return writeColumns(table.columns(), ", ");
    }

    private SqlTextBuilder writeColumns(List<Name> columns, String separator) {
        return columns.isEmpty()
                ? out
                : out.append("(")
                        .appendList(columns, separator, this::writeName)
                        .append(")");
    }

    @Override
    protected void writeQueryOrderBy(List<SortItem> items) {
        writeOrderBy(items).appendIf(!items.isEmpty(), " ");
    }

    /** Writes the offset before the count: {@code LIMIT 5, 10}. */
    @Override
    protected SqlTextBuilder writeLimit(Query.Limit limit) {
        return super.writeLimit(new Query.Limit(limit.count(), limit.offset(), true));
    }

    @Override
    public SqlTextBuilder visitSetOperation(SetOperation operation) {
        List<Body> operands = operation.operands();
        String keywords = " " + operation.canonicalKind() + (operation.keepsDuplicates() ? " ALL " : " ");
        operands.get(0).accept(this);
        for (Body operand : operands.subList(1, operands.size())) {
            out.append(keywords);
            writeSetOperand(operand, operand instanceof SetOperation);
        }
        return out;
    }

    /** Omits what the server does not print here: hints, ALL, FROM DUAL, PIVOT and QUALIFY. */
    @Override
    public SqlTextBuilder visitSelect(Select select) {
        Quantifier quantifier = select.quantifier() == Quantifier.DISTINCT ? Quantifier.DISTINCT : null;
        return super.visitSelect(new Select(
                new Query.SelectItems(List.of(), quantifier, select.items()),
                Query.FromClause.of(select.from()),
                new Query.Conditions(select.where(), select.having(), null),
                select.groupBy(),
                select.span()));
    }

    @Override
    public SqlTextBuilder visitStar(Query.SelectItem.Star star) {
        out.append(star.qualifier() == null ? "*" : star.qualifier() + ".*");
        if (!star.excludedColumns().isEmpty()) {
            out.append(" EXCLUDE ( ")
                    .appendList(star.excludedColumns(), ",", out::appendName)
                    .append(" ) ");
        }
        return out;
    }

    @Override
    protected SqlTextBuilder writeAlias(Name alias, boolean hasAs) {
        return out.append(" AS ").append(alias.text());
    }

    @Override
    protected SqlTextBuilder writeAlias(Relation.@Nullable Alias alias) {
        if (alias == null) {
            return out;
        }
        out.append(" ").append(alias.name().text());
        return writeColumns(alias.columns(), ",");
    }

    @Override
    protected SqlTextBuilder writeRelations(List<Relation> relations) {
        relations.get(0).accept(this);
        for (Relation relation : relations.subList(1, relations.size())) {
            out.append(relationSeparator());
            relation.accept(this).append(" ");
        }
        return out;
    }

    @Override
    public SqlTextBuilder visitNamed(Relation.Named namedRelation) {
        out.append(namedRelation.name().toString());
        return namedRelation.alias() == null
                ? out
                : writeAlias(namedRelation.alias().name(), true);
    }

    /** Omits ASSERT_ROWS. */
    @Override
    public SqlTextBuilder visitDerived(Relation.Derived derivedRelation) {
        return super.visitDerived(
                new Relation.Derived(false, derivedRelation.query(), derivedRelation.alias(), derivedRelation.span()));
    }

    @Override
    public SqlTextBuilder visitParenthesized(Relation.Parenthesized parenthesized) {
        return writeRelations(parenthesized.relations());
    }

    @Override
    public SqlTextBuilder visitLateral(Relation.Lateral lateral) {
        return lateral.relation().accept(this);
    }

    @Override
    public SqlTextBuilder visitValues(Relation.Values values) {
        out.append("(VALUES")
                .appendList(values.rows(), ", ", this::writeParenthesized)
                .append(")");
        return writeAlias(values.alias());
    }

    /** Omits the arguments, which the server has not yet resolved when it prints the function. */
    @Override
    public SqlTextBuilder visitFunction(Relation.TableFunction function) {
        out.append(function.name().toString().toLowerCase(Locale.ROOT)).append("()");
        return writeAlias(function.alias());
    }

    /** Omits FILES, which the server does not print here. */
    @Override
    public SqlTextBuilder visitFiles(Relation.Files files) {
        return out;
    }

    @Override
    public SqlTextBuilder visitJoin(Join join) {
        return super.visitJoin(join).appendIf(join.on() == null && join.using().isEmpty(), " ");
    }

    @Override
    protected String renderJoinKeywords(JoinOperator.Kind kind) {
        return JoinKind.of(kind).text();
    }

    @Override
    protected String renderHint(String hint) {
        return hint.toUpperCase(Locale.ROOT);
    }
}
