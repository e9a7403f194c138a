package dev.cairn.embedded.translate;

import dev.cairn.sql.ast.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Translates the condition of a NULL AWARE LEFT ANTI JOIN, which leaves out the left rows that a right row matches. As
 * for NOT IN, an unknown equality matches. The result is a condition of DuckDB's ANTI JOIN.
 */
record NullAwareJoinTranslator(ExpressionTranslator expressionTranslator, JoinSides sides) {
    /** Two values that are equal in rows that match. */
    record KeyPair(String leftSql, String rightSql, String equalitySql) {}

    String translate(Expression condition) {
        List<KeyPair> keyPairs = new ArrayList<>();
        List<String> otherConditions = new ArrayList<>();
        List<String> rightConditions = new ArrayList<>();
        for (Expression conjunct : expressionTranslator.interpret(condition).conjuncts()) {
            String conditionSql = new ConditionTranslator(expressionTranslator).translateJoinCondition(conjunct);
            Expression.Binary equality = sides.findEquality(conjunct);
            if (equality != null) {
                keyPairs.add(createKeyPair(equality, conditionSql));
            } else if (sides.readsLeft(conjunct)) {
                otherConditions.add(conditionSql);
            } else {
                rightConditions.add(conditionSql);
            }
        }
        return joinByAnd(Stream.concat(renderMatches(keyPairs, otherConditions).stream(), rightConditions.stream()));
    }

    private KeyPair createKeyPair(Expression.Binary equality, String equalitySql) {
        List<String> operands =
                expressionTranslator.translateOperands(equality, List.of(equality.left(), equality.right()));
        return sides.readsLeft(equality.left())
                ? new KeyPair(operands.get(0), operands.get(1), equalitySql)
                : new KeyPair(operands.get(1), operands.get(0), equalitySql);
    }

    /**
     * Returns the conditions that two rows match. Without keys, the first condition takes their place. Of several keys,
     * one that is NULL on the left matches; beside other conditions, also the first one if it is NULL on the right.
     *
     * @param otherConditions conditions that read columns of the left side
     */
    static List<String> renderMatches(List<KeyPair> keyPairs, List<String> otherConditions) {
        List<String> conditions = new ArrayList<>(otherConditions);
        if (!keyPairs.isEmpty()) {
            List<String> matches = new ArrayList<>();
            keyPairs.forEach(keyPair -> matches.add(keyPair.leftSql() + " IS NULL"));
            if (keyPairs.size() == 1 || !otherConditions.isEmpty()) {
                matches.add(keyPairs.get(0).rightSql() + " IS NULL");
            }
            matches.add(joinByAnd(keyPairs.stream().map(KeyPair::equalitySql)));
            conditions.add(0, "(" + String.join(" OR ", matches) + ")");
        } else if (!conditions.isEmpty()) {
            conditions.set(0, "coalesce(" + conditions.get(0) + ", TRUE)");
        }
        return conditions;
    }

    private static String joinByAnd(Stream<String> conditions) {
        return conditions.collect(Collectors.joining(" AND ", "(", ")"));
    }
}
