package dev.cairn.random;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Alias;
import dev.cairn.sql.ast.Relation.Derived;
import dev.cairn.sql.ast.Relation.Join;
import dev.cairn.sql.ast.Relation.JoinCondition;
import dev.cairn.sql.ast.Relation.JoinOperator;
import dev.cairn.sql.ast.Relation.Named;
import dev.cairn.sql.ast.Relation.Parenthesized;
import dev.cairn.sql.ast.Relation.PartitionKeyValue;
import dev.cairn.sql.ast.Relation.ReadTime;
import dev.cairn.sql.ast.Relation.TableFunctionArgument;
import dev.cairn.sql.ast.Relation.TableSection;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.ArrayList;
import java.util.List;

/** Creates random relations of FROM clauses that follow the server's grammar. */
final class RandomRelations {
    private final Dice dice;
    private final RandomTexts texts;
    private final RandomExpressions expressions;
    private final RandomQueries queries;

    RandomRelations(Dice dice, RandomTexts texts, RandomExpressions expressions, RandomQueries queries) {
        this.dice = dice;
        this.texts = texts;
        this.expressions = expressions;
        this.queries = queries;
    }

    /** Returns the relations of a FROM clause. */
    List<Relation> fromRelations() {
        List<Relation> relations = new ArrayList<>(List.of(relation()));
        while (dice.oneIn(3)) {
            relations.add(dice.oneIn(3) ? new Relation.Lateral(relation(), Span.NONE) : relation());
        }
        return relations;
    }

    private Relation relation() {
        return dice.nested(this::table, () -> dice.coin() ? join() : primary());
    }

    private Relation join() {
        JoinOperator.Kind kind = dice.pick(JoinOperator.Kind.values());
        boolean isAsOf = kind.text().startsWith("ASOF");
        boolean isConditionOptional =
                kind.text().startsWith("CROSS") || kind.text().matches("(INNER )?JOIN");
        boolean hasUsing = dice.oneIn(4);
        boolean hasCondition = !isConditionOptional || dice.coin();
        return new Join(
                new JoinOperator(
                        kind,
                        dice.oneIn(6)
                                ? dice.pick("BROADCAST", "SHUFFLE", "skew|t.a(1,'x')", "SKEW | abs(t.a) (-1, NULL)")
                                : null,
                        !isAsOf && dice.oneIn(6)),
                relation(),
                primary(),
                new JoinCondition(
                        hasCondition && !hasUsing ? expressions.expression() : null,
                        hasCondition && hasUsing ? dice.list(1, texts::name) : List.of()),
                Span.NONE);
    }

    private Relation primary() {
        return dice.nested(
                this::table,
                () -> dice.pickFrom(
                        this::table,
                        this::derivedTable,
                        this::values,
                        this::function,
                        this::wrappedFunction,
                        this::files,
                        this::parenthesizedRelations));
    }

    private Alias alias() {
        return new Alias(texts.name(), dice.maybeList(texts::name), dice.coin());
    }

    private Relation table() {
        // Directly after the expression of a time, the brackets of a hint would be read as a subscript.
        boolean hasReadTime = dice.oneIn(8);
        boolean hasPartitions = dice.oneIn(8);
        boolean hasPartitionKeys = !hasPartitions && dice.oneIn(8);
        return new Named(
                texts.tableName(),
                new ReadTime(
                        hasReadTime
                                ? dice.pick(
                                        "FOR VERSION AS OF 5",
                                        "TIMESTAMP AS OF '2024-01-01' + 1",
                                        "FOR SYSTEM_TIME ALL")
                                : null,
                        dice.oneIn(8) ? texts.text() : null),
                new TableSection(
                        hasPartitions ? new PartitionNames(dice.coin(), dice.list(1, texts::name), Span.NONE) : null,
                        hasPartitionKeys ? dice.list(1, this::key) : List.of(),
                        dice.oneIn(8) ? dice.list(1, this::number) : List.of(),
                        dice.oneIn(8) ? dice.list(1, this::number) : List.of(),
                        dice.oneIn(8) ? dice.pick("SAMPLE", "SAMPLE ('percent' = '10')") : null),
                dice.coin() ? new Alias(texts.name(), List.of(), dice.coin()) : null,
                !hasReadTime && dice.oneIn(8) ? List.of("_META_, _X_") : List.of(),
                Span.NONE);
    }

    private long number() {
        return dice.below(100_000);
    }

    private PartitionKeyValue key() {
        return new PartitionKeyValue(texts.name(), expressions.text());
    }

    private Relation derivedTable() {
        return new Derived(dice.oneIn(6), queries.query(), dice.orNull(this::alias), Span.NONE);
    }

    private Relation values() {
        return new Relation.Values(
                dice.list(1, () -> dice.list(1, expressions::expression)), dice.orNull(this::alias), Span.NONE);
    }

    private Relation function() {
        List<TableFunctionArgument> arguments =
                dice.list(1, () -> new TableFunctionArgument(null, false, expressions.expression()));
        return new Relation.TableFunction(texts.tableName(), arguments, false, dice.orNull(this::alias), Span.NONE);
    }

    private Relation wrappedFunction() {
        boolean isNamed = dice.coin();
        List<TableFunctionArgument> arguments = dice.list(1, () -> argument(isNamed));
        return new Relation.TableFunction(texts.tableName(), arguments, true, dice.orNull(this::alias), Span.NONE);
    }

    /**
     * Returns an argument; an unnamed one is an atom, because a name with an equals sign would begin a named argument.
     */
    private TableFunctionArgument argument(boolean isNamed) {
        Name name = isNamed ? texts.name() : null;
        Expression value = isNamed ? expressions.expression() : expressions.atom();
        return new TableFunctionArgument(name, isNamed && dice.coin(), value);
    }

    private Relation files() {
        return new Relation.Files(dice.list(1, texts::property), dice.orNull(this::alias), Span.NONE);
    }

    private Relation parenthesizedRelations() {
        List<Relation> inner = fromRelations();
        return isQueryInParentheses(inner) ? table() : new Parenthesized(inner, Span.NONE);
    }

    /** Returns whether the relations would remain a query in further parentheses. */
    private static boolean isQueryInParentheses(List<Relation> relations) {
        return relations.size() == 1
                && relations.get(0) instanceof Derived derived
                && derived.alias() == null
                && !derived.assertsRows();
    }
}
