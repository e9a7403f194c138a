package dev.cairn.analysis.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of expression can be rendered as SQL and as the title of a column. */
class ExpressionPrintersTest {
    private static final List<String> EXPRESSION_TEXTS = List.of(
            "f(NULL, TRUE, 1, 'a', DATE '2024-01-01', x'00')",
            "date_add(a, INTERVAL 1 DAY)",
            "time_slice(a, INTERVAL 1 DAY, FLOOR)",
            "timestampdiff(DAY, a, b)",
            "EXTRACT(YEAR FROM a)",
            "f(a).b",
            "@v",
            "@@global.v",
            "?",
            "-a + b",
            "a LIKE 'b'",
            "a IN (1, 2)",
            "a BETWEEN 1 AND 2",
            "a IS NULL",
            "a MATCH 'b'",
            "CASE a WHEN 1 THEN 2 ELSE 3 END",
            "CAST(a AS INT)",
            "[1, 2]",
            "MAP{1: 2}",
            "a[1]",
            "f(a) -> 'b'",
            "array_map(x -> x, a)",
            "a COLLATE utf8",
            "(a)",
            "(a, b) IN (SELECT 1, 2)",
            "(SELECT 1)",
            "EXISTS (SELECT 1)",
            "sum(a) FILTER (WHERE b)",
            "rank() OVER (ORDER BY a)");

    static List<Expression> expressions() {
        Expression column = Sql.parseExpression("a");
        return Stream.concat(
                        EXPRESSION_TEXTS.stream().map(Sql::parseExpression),
                        Stream.of(new Expression.Slice(column, 1, 2, Span.NONE), new Expression.OrderByAll(Span.NONE)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void everyExpressionCanBePrinted(Expression expression) {
        assertThat(Sql.render(expression)).isNotEmpty();
        assertThat(DerivedColumnNameWriter.render(ServerProfile.DEFAULT, expression, NameQualificationRules.NONE))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "@@autocommit, @@autocommit",
        "@@session.autocommit, @@SESSION.autocommit",
        "@@global.autocommit, @@GLOBAL.autocommit",
        "@v, @v"
    })
    void theTitleOfAVariableNamesItsScopeIfTheQueryDoes(String variable, String title) {
        assertThat(DerivedColumnNameWriter.render(
                        ServerProfile.DEFAULT, Sql.parseExpression(variable), NameQualificationRules.NONE))
                .isEqualTo(title);
    }

    @Test
    void theTestedExpressionsAreOfAllKinds() {
        Set<Class<?>> kinds = new HashSet<>();
        expressions().forEach(expression -> expression.visit(part -> kinds.add(part.getClass())));

        assertThat(kinds).containsExactlyInAnyOrderElementsOf(findKinds(Expression.class));
    }

    private static Set<Class<?>> findKinds(Class<?> sealedType) {
        Set<Class<?>> kinds = new HashSet<>();
        for (Class<?> kind : sealedType.getPermittedSubclasses()) {
            kinds.addAll(kind.isSealed() ? findKinds(kind) : Set.of(kind));
        }
        return kinds;
    }
}
