package dev.cairn.sql.ast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every traversal and every rewriting of an expression reaches all of its parts. */
class ExpressionPartsTest {
    private static final String[] EXPRESSIONS = {
        "f(x, x + x, -x, (x))",
        "x COLLATE utf8",
        "CAST(x AS INT)",
        "CASE x WHEN x THEN x ELSE x END",
        "x LIKE x",
        "x IN (x, x)",
        "x BETWEEN x AND x",
        "x IS NULL",
        "x MATCH x",
        "[x, x]",
        "MAP{x: x}",
        "x IN (SELECT 1)",
        "(x, x) IN (SELECT 1, 2)",
        "x[x]",
        "f(x) -> 'path'",
        "f(x).y",
        "f(y -> x)",
        "date_add(x, INTERVAL x DAY)",
        "EXTRACT(YEAR FROM x)",
        "array_agg(x ORDER BY x)",
        "group_concat(x ORDER BY x SEPARATOR x)",
        "sum(x) FILTER (WHERE x)",
        "sum(x) OVER (PARTITION BY x ORDER BY x)",
    };

    static String[] expressions() {
        return EXPRESSIONS;
    }

    /** An aggregate function whose call is replaced by another expression keeps its rewritten arguments. */
    @Test
    void argumentsOfACallThatIsReplacedAreRewritten() {
        Expression rewrittenExpression = Sql.parseExpression("sum(x) FILTER (WHERE x)")
                .rewrite(expression -> expression instanceof Expression.Reference
                        ? Sql.parseExpression("z")
                        : expression instanceof Expression.Call ? Sql.parseExpression("1") : expression);
        assertThat(Sql.render(rewrittenExpression)).isEqualTo("sum(z) FILTER (WHERE z)");
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void rewritingReachesAllParts(String text) {
        Expression renamedExpression =
                Sql.parseExpression(text).withColumnNames(name -> name.equalsIgnoreCase("x") ? Name.of("z") : name);

        assertThat(Sql.render(renamedExpression)).isEqualTo(Sql.render(Sql.parseExpression(text.replace("x", "`z`"))));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void rewritingWithoutChangesKeepsTheExpression(String text) {
        Expression expression = Sql.parseExpression(text);

        assertThat(expression.rewrite(part -> part)).isEqualTo(expression);
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void thePartsAreThoseThatMappingReplaces(String text) {
        Sql.parseExpression(text).visit(expression -> {
            List<Expression> mappedParts = new ArrayList<>();
            expression.mapChildren(part -> {
                mappedParts.add(part);
                return part;
            });
            assertThat(expression.children()).isEqualTo(mappedParts);
        });
    }

    @Test
    void onlyExpressionsWithoutPartsAreLeaves() {
        List<Class<?>> misplacedClasses = new ArrayList<>();
        for (Class<?> kind : Expression.Leaf.class.getPermittedSubclasses()) {
            boolean hasParts = kind.isRecord()
                    && Arrays.stream(kind.getRecordComponents())
                            .map(component -> component.getGenericType().getTypeName())
                            .anyMatch(type -> type.contains(Expression.class.getName()) && !type.contains("Kind"));
            if (hasParts) {
                misplacedClasses.add(kind);
            }
        }

        assertThat(misplacedClasses).isEmpty();
    }
}
