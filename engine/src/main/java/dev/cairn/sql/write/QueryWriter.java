package dev.cairn.sql.write;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Body;
import dev.cairn.sql.ast.Query.Grouping;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Query.SelectItem;
import dev.cairn.sql.ast.Query.SetOperation;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Relation.JoinOperator;
import dev.cairn.sql.ast.Statement.SortItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes queries and expressions on one line, with one method for each kind of node. The builder determines how names
 * and texts are quoted. A subclass implements another style, and overrides only the methods for what it writes
 * differently.
 */
public class QueryWriter extends ExpressionWriter
        implements Body.Visitor<SqlTextBuilder>, SelectItem.Visitor<SqlTextBuilder>, Relation.Visitor<SqlTextBuilder> {
    public QueryWriter(SqlTextBuilder out) {
        super(out);
    }

    @Override
    public SqlTextBuilder write(Query query) {
        if (!query.commonTables().isEmpty()) {
            out.append("WITH ").appendIf(query.isRecursive(), "RECURSIVE ");
            out.appendList(query.commonTables(), relationSeparator(), this::writeCommonTable)
                    .append(" ");
        }
        query.body().accept(this);
        writeQueryOrderBy(query.orderBy());
        return query.limit() == null ? out : writeLimit(query.limit());
    }

    /** Writes ORDER BY after a query, rather than in a call; writes nothing if there are no items. */
    protected void writeQueryOrderBy(List<SortItem> items) {
        writeOrderBy(items);
    }

    /** Returns the separator of common tables and relations. */
    protected String relationSeparator() {
        return ", ";
    }

    private void writeCommonTable(Query.CommonTable commonTable) {
        writeCommonTableName(commonTable).append(" AS (");
        write(commonTable.query()).append(")");
    }

    /** Writes the name of a common table, with the names of its columns if they are declared. */
    protected SqlTextBuilder writeCommonTableName(Query.CommonTable commonTable) {
        out.appendName(commonTable.name());
        return commonTable.columns().isEmpty() ? out : out.append(" ").appendNames(commonTable.columns());
    }

    /** Writes LIMIT with a space before it, with the offset in the notation of the query. */
    protected SqlTextBuilder writeLimit(Query.Limit limit) {
        out.append(" LIMIT ");
        if (limit.offset() != null && limit.hasComma()) {
            write(limit.offset()).append(", ");
        }
        write(limit.count());
        if (limit.offset() != null && !limit.hasComma()) {
            out.append(" OFFSET ");
            write(limit.offset());
        }
        return out;
    }

    @Override
    public SqlTextBuilder visitNestedQuery(Query.NestedQuery nestedQuery) {
        out.append("(");
        return write(nestedQuery.query()).append(")");
    }

    @Override
    public SqlTextBuilder visitSetOperation(SetOperation operation) {
        writeSetOperand(operation.left(), needsParentheses(operation.left(), operation.kind(), false));
        out.append(" ").append(operation.kind().name()).append(" ");
        writeQuantifier(operation.quantifier());
        return writeSetOperand(operation.right(), needsParentheses(operation.right(), operation.kind(), true));
    }

    /** Writes an operand of a set operation. */
    protected final SqlTextBuilder writeSetOperand(Body body, boolean needsParentheses) {
        out.appendIf(needsParentheses, "(");
        return body.accept(this).appendIf(needsParentheses, ")");
    }

    /**
     * Returns whether an operand needs parentheses. INTERSECT binds more tightly than the other operators; all are
     * left-associative.
     */
    private static boolean needsParentheses(Body body, SetOperation.Kind outerKind, boolean isRightOperand) {
        if (!(body instanceof SetOperation operation)) {
            return false;
        }
        boolean isIntersect = operation.kind() == SetOperation.Kind.INTERSECT;
        boolean isOuterIntersect = outerKind == SetOperation.Kind.INTERSECT;
        return isIntersect == isOuterIntersect ? isRightOperand : isOuterIntersect;
    }

    @Override
    public SqlTextBuilder visitUnread(Query.UnreadBody body) {
        return out.append(body.text());
    }

    private void writeQuantifier(Query.@Nullable Quantifier quantifier) {
        if (quantifier != null) {
            out.append(quantifier.name()).append(" ");
        }
    }

    @Override
    public SqlTextBuilder visitSelect(Select select) {
        out.append("SELECT ");
        for (String hint : select.selectItems().hints()) {
            out.append(hint).append(" ");
        }
        writeQuantifier(select.quantifier());
        out.appendList(select.items(), ", ", item -> item.accept(this));
        if (select.fromClause().isDual()) {
            out.append(" FROM DUAL");
        } else if (!select.from().isEmpty()) {
            out.append(" FROM ");
            writeRelations(select.from());
            if (select.pivot() != null) {
                writePivot(select.pivot());
            }
        }
        writeCondition(" WHERE ", select.where());
        if (select.groupBy() != null) {
            out.append(" GROUP BY ");
            writeGrouping(select.groupBy());
        }
        writeCondition(" HAVING ", select.having());
        if (select.qualify() != null) {
            out.append(" QUALIFY ");
            select.qualify()
                    .windowFunction()
                    .accept(this)
                    .append(" ")
                    .append(select.qualify().comparisonOperator().text())
                    .append(" ")
                    .append(select.qualify().comparedNumber());
        }
        return out;
    }

    private void writeCondition(String word, @Nullable Expression condition) {
        if (condition != null) {
            out.append(word);
            write(condition);
        }
    }

    @Override
    public SqlTextBuilder visitValue(SelectItem.Value item) {
        write(item.value());
        return item.alias() == null ? out : writeAlias(item.alias(), item.hasAsKeyword());
    }

    @Override
    public SqlTextBuilder visitStar(SelectItem.Star star) {
        if (star.qualifier() != null) {
            out.appendName(star.qualifier()).append(".");
        }
        out.append("*");
        return star.exclusionKeyword() == null
                ? out
                : out.append(" ").append(star.exclusionKeyword()).append(" ").appendNames(star.excludedColumns());
    }

    /** Writes an alias with a space before it. */
    protected SqlTextBuilder writeAlias(Name alias, boolean hasAsKeyword) {
        return out.append(hasAsKeyword ? " AS " : " ").appendNameOrText(alias);
    }

    private void writeGrouping(Grouping grouping) {
        switch (grouping.kind()) {
            case PLAIN -> writeExpressions(grouping.sets().get(0));
            case ROLLUP, CUBE -> writeParenthesized(grouping.sets().get(0), grouping.kind() + " ");
            case GROUPING_SETS ->
                out.append("GROUPING SETS (")
                        .appendList(grouping.sets(), ", ", this::writeParenthesized)
                        .append(")");
        }
    }

    private void writeParenthesized(List<Expression> expressions, String keywordText) {
        out.append(keywordText);
        writeParenthesized(expressions);
    }

    protected final SqlTextBuilder writeParenthesized(List<Expression> expressions) {
        out.append("(");
        return writeExpressions(expressions).append(")");
    }

    private void writePivot(Query.Pivot pivot) {
        out.append(" PIVOT (")
                .appendList(pivot.aggregates(), ", ", this::visitValue)
                .append(" FOR ");
        if (pivot.columns().size() == 1) {
            out.appendName(pivot.columns().get(0));
        } else {
            out.appendNames(pivot.columns());
        }
        out.append(" IN (")
                .appendList(pivot.values(), ", ", this::writePivotValue)
                .append("))");
    }

    private void writePivotValue(Query.Pivot.PivotValue value) {
        if (value.values().size() == 1) {
            write(value.values().get(0));
        } else {
            writeParenthesized(value.values());
        }
        if (value.alias() != null) {
            writeAlias(value.alias(), true);
        }
    }

    /** Writes relations with {@link #relationSeparator()} between them. */
    protected SqlTextBuilder writeRelations(List<Relation> relations) {
        return out.appendList(relations, relationSeparator(), relation -> relation.accept(this));
    }

    @Override
    public SqlTextBuilder visitNamed(Relation.Named namedRelation) {
        out.appendName(namedRelation.name());
        if (namedRelation.time().period() != null) {
            out.append(" ").append(namedRelation.time().period());
        }
        if (namedRelation.partitions() != null) {
            out.append(" ").appendPartitionNames(namedRelation.partitions());
        }
        writePartitionKeys(namedRelation.section().partitionKeys());
        writeIds(" TABLET (", namedRelation.section().tabletIds());
        writeIds(" REPLICA (", namedRelation.section().replicaIds());
        if (namedRelation.section().sample() != null) {
            out.append(" ").append(namedRelation.section().sample());
        }
        writeAlias(namedRelation.alias());
        if (!namedRelation.hint().isEmpty()) {
            out.append(" [").appendList(namedRelation.hint(), ", ", out::append).append("]");
        }
        return namedRelation.time().beforeTime() == null
                ? out
                : out.append(" BEFORE ").appendLiteral(namedRelation.time().beforeTime());
    }

    /** Writes {@code PARTITION (k = 'x')} with a space before it; writes nothing if the list is empty. */
    void writePartitionKeys(List<Relation.PartitionKeyValue> partitionKeys) {
        if (!partitionKeys.isEmpty()) {
            out.append(" PARTITION (")
                    .appendList(partitionKeys, ", ", this::writePartitionKey)
                    .append(")");
        }
    }

    private void writePartitionKey(Relation.PartitionKeyValue partitionKey) {
        out.appendName(partitionKey.column()).append(" = ");
        write(partitionKey.value());
    }

    private void writeIds(String openingText, List<Long> ids) {
        if (!ids.isEmpty()) {
            out.append(openingText).appendList(ids, ", ", out::append).append(")");
        }
    }

    @Override
    public SqlTextBuilder visitDerived(Relation.Derived derivedRelation) {
        out.appendIf(derivedRelation.assertsRows(), "ASSERT_ROWS ").append("(");
        write(derivedRelation.query()).append(")");
        return writeAlias(derivedRelation.alias());
    }

    @Override
    public SqlTextBuilder visitValues(Relation.Values values) {
        out.append("(VALUES ")
                .appendList(values.rows(), ", ", this::writeParenthesized)
                .append(")");
        return writeAlias(values.alias());
    }

    @Override
    public SqlTextBuilder visitFunction(Relation.TableFunction function) {
        out.appendIf(function.hasTableKeyword(), "TABLE(")
                .appendList(function.name().parts(), ".", out::appendNameAsWritten);
        out.append("(")
                .appendList(function.arguments(), ", ", this::writeArgument)
                .append(")");
        out.appendIf(function.hasTableKeyword(), ")");
        return writeAlias(function.alias());
    }

    private void writeArgument(Relation.TableFunctionArgument argument) {
        if (argument.name() != null) {
            writeName(argument.name()).append(argument.hasArrow() ? " => " : " = ");
        }
        write(argument.value());
    }

    @Override
    public SqlTextBuilder visitFiles(Relation.Files files) {
        out.append("FILES").appendPropertyList(files.properties());
        return writeAlias(files.alias());
    }

    @Override
    public SqlTextBuilder visitParenthesized(Relation.Parenthesized parenthesizedRelation) {
        out.append("(");
        return writeRelations(parenthesizedRelation.relations()).append(")");
    }

    @Override
    public SqlTextBuilder visitLateral(Relation.Lateral lateralRelation) {
        out.append("LATERAL ");
        return lateralRelation.relation().accept(this);
    }

    /** Writes the alias of a relation with a space before it, and the names of its columns; writes nothing for null. */
    protected SqlTextBuilder writeAlias(Relation.@Nullable Alias alias) {
        if (alias == null) {
            return out;
        }
        writeAlias(alias.name(), alias.hasAsKeyword());
        return alias.columns().isEmpty() ? out : out.append(" ").appendNames(alias.columns());
    }

    @Override
    public SqlTextBuilder visitJoin(Join join) {
        join.left().accept(this).append(" ").append(renderJoinKeywords(join.kind()));
        if (join.hint() != null) {
            out.append(" [").append(renderHint(join.hint())).append("]");
        }
        out.appendIf(join.isLateral(), " LATERAL").append(" ");
        join.right().accept(this);
        if (join.on() != null) {
            out.append(" ON ");
            write(join.on());
        } else if (!join.using().isEmpty()) {
            out.append(" USING ").appendNames(join.using());
        }
        return out;
    }

    /** Returns the keywords of a join, as they are written. */
    protected String renderJoinKeywords(JoinOperator.Kind kind) {
        return kind.text();
    }

    /** Returns the hint of a join, without brackets, as it is written. */
    protected String renderHint(String hint) {
        return hint;
    }
}
