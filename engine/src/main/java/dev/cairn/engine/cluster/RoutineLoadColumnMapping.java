package dev.cairn.engine.cluster;

import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Precedence;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.write.JoinedTexts;
import dev.cairn.sql.write.QueryWriter;
import dev.cairn.sql.write.SqlTextBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The columns of a Routine Load: {@code (id, raw, v = raw + 1)}. A name without an expression is a column of the
 * source; if the table has a column with this name, the values are stored there.
 */
record RoutineLoadColumnMapping(List<MappedColumn> columns) {
    private static final Set<Operator> ASSOCIATIVE_OPERATORS =
            Set.of(Operator.PLUS, Operator.TIMES, Operator.AND, Operator.OR);

    /**
     * A column of the list.
     *
     * @param value the expression that computes the column; empty for a column of the source
     */
    record MappedColumn(String name, Optional<Expression> value) {}

    /** The server keeps the columns of the source before the computed ones, each in their order. */
    RoutineLoadColumnMapping {
        columns = Stream.concat(
                        columns.stream().filter(column -> column.value.isEmpty()),
                        columns.stream().filter(column -> column.value.isPresent()))
                .toList();
    }

    /**
     * Parses a list; names may lack backquotes, for example in a list that a server prints.
     *
     * @throws SqlSyntaxException if an expression can't be parsed
     */
    static RoutineLoadColumnMapping parse(String listText) {
        List<MappedColumn> columns = new ArrayList<>();
        for (String item : JoinedTexts.splitAtCommas(listText)) {
            int equalsIndex = item.indexOf('=');
            String name = (equalsIndex < 0 ? item : item.substring(0, equalsIndex)).strip();
            String unquotedName = name.startsWith("`") ? name.substring(1, name.length() - 1) : name;
            columns.add(new MappedColumn(
                    unquotedName,
                    equalsIndex < 0
                            ? Optional.empty()
                            : Optional.of(Sql.parseExpression(item.substring(equalsIndex + 1)))));
        }
        return new RoutineLoadColumnMapping(columns);
    }

    /** Returns the list in the form in which a catalog keeps it. */
    String toStoredText() {
        return columns.stream()
                .map(column -> "`" + column.name + "`"
                        + column.value.map(value -> " = " + renderStored(value)).orElse(""))
                .collect(Collectors.joining(", "));
    }

    /** Returns the list as a server prints it, with too few parentheses and backquotes. */
    String toShownText() {
        return columns.stream()
                .map(column -> column.name
                        + column.value.map(value -> "=" + renderShown(value)).orElse(""))
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns the columns whose expressions may have had parentheses that a server does not print: {@code a + b * c}.
     */
    Set<String> findAmbiguousColumnNames() {
        Set<String> names = new LinkedHashSet<>();
        columns.forEach(column ->
                column.value.filter(RoutineLoadColumnMapping::isAmbiguous).ifPresent(value -> names.add(column.name)));
        return names;
    }

    /** Returns whether an expression may have had parentheses that a server does not print. */
    static boolean isAmbiguous(Expression expression) {
        boolean isAmbiguous = expression instanceof Expression.Binary outer
                && outer.children().stream()
                        .anyMatch(operand -> operand.unwrap() instanceof Expression.Binary inner
                                && isArithmetic(outer)
                                && isArithmetic(inner)
                                && !(ASSOCIATIVE_OPERATORS.contains(outer.operator())
                                        && outer.operator() == inner.operator()));
        return isAmbiguous || expression.children().stream().anyMatch(RoutineLoadColumnMapping::isAmbiguous);
    }

    /** Returns whether an operation is arithmetic. A server prints parentheses only around conditions. */
    private static boolean isArithmetic(Expression.Binary calculation) {
        return !Precedence.of(calculation.operator()).isLooserThan(Precedence.VALUE_EXPRESSION);
    }

    /**
     * Returns an expression in the form in which a catalog keeps it: with the parentheses and backquotes that it needs.
     */
    static String renderStored(Expression expression) {
        Expression storedExpression = ExpressionPrintStyle.QUOTED.toStored(ServerProfile.DEFAULT, expression);
        return Sql.render(withBareNames(storedExpression));
    }

    /** Returns an expression as a server prints it. */
    static String renderShown(Expression expression) {
        ExpressionPrintStyle style = ExpressionPrintStyle.BARE;
        Expression storedExpression = ExpressionPrintStyle.QUOTED.toStored(ServerProfile.DEFAULT, expression);
        return new QueryWriter(new SqlTextBuilder(StatementForm.SHOWN))
                .write(withBareNames(style.show(storedExpression)))
                .toString();
    }

    /** Returns whether an expression or a list keeps its meaning in the form that a server prints. */
    static boolean keepsMeaningWhenShown(String storedText, boolean isList) {
        try {
            return isList
                    ? parse(parse(storedText).toShownText()).toStoredText().equals(storedText)
                    : renderStored(Sql.parseExpression(renderShown(Sql.parseExpression(storedText))))
                            .equals(storedText);
        } catch (SqlSyntaxException ignored) {
            return false;
        }
    }

    /**
     * Returns whether a server prints two expressions, or two lists, in the same way. If one of them can't be parsed,
     * their texts are compared.
     */
    static boolean areShownAlike(String storedText, String shownText, boolean isList) {
        try {
            return isList
                    ? parse(storedText).toShownText().equals(parse(shownText).toShownText())
                    : renderShown(Sql.parseExpression(storedText)).equals(renderShown(Sql.parseExpression(shownText)));
        } catch (SqlSyntaxException ignored) {
            return storedText.equals(shownText);
        }
    }

    /** Removes superfluous backquotes, so the stored form does not depend on how names were quoted. */
    private static Expression withBareNames(Expression expression) {
        return expression.rewrite(subexpression -> subexpression instanceof Expression.Reference reference
                ? new Expression.Reference(
                        new QualifiedName(reference.name().parts().stream()
                                .map(name -> new Name(name.text(), !Name.needsNoBackquotes(name.text()), name.span()))
                                .toList()),
                        reference.span())
                : subexpression);
    }
}
