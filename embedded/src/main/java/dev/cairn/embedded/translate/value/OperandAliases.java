package dev.cairn.embedded.translate.value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names for operands with long SQL, and for those with a random value. A translation, or a macro that it calls, may
 * write an operand at several places, so that the SQL of nested expressions would grow exponentially, and each place
 * would have another random value. Therefore, it writes a name first. If the name is then at several places, a lambda
 * binds the operand to it; otherwise, the operand itself replaces the name.
 */
public final class OperandAliases {
    /** The length up to which an operand may be repeated. */
    private static final int MAX_REPEATED_LENGTH = 1000;

    /** The number of calls of copying macros up to which an operand may be repeated. */
    private static final int MAX_REPEATED_MACROS = 2;

    /** The parameter of the lambda: the operand, or a struct with a field for each operand. */
    private static final String LAMBDA_PARAMETER = "operands";

    private static final Pattern MACRO_CALL_PATTERN = Pattern.compile("\\b(?:sr_\\w+|nullif)(?=\\()");

    /** Literals, names in quotation marks, and calls that return another value each time. */
    private static final Pattern RANDOM_CALL_PATTERN = Pattern.compile("'[^']*+'|\"[^\"]*+\"|\\b(random|uuid)\\(");

    /** DuckDB has no lambdas that contain a subquery, and a window function counts the elements in a lambda. */
    private static final Pattern OUTER_CONSTRUCT_PATTERN = Pattern.compile("\\bSELECT |\\bOVER \\(");

    /** Literals, names in quotation marks, names of operands, and parentheses, each with the function before it. */
    private static final Pattern TOKEN_PATTERN = Pattern.compile("'[^']*+'|\"[^\"]*+\"|#(\\d+)#|(\\w+)?\\(|\\)");

    private final Map<Integer, NamedOperand> operandByNumber = new TreeMap<>();

    /**
     * An operand that has a name.
     *
     * @param isRepeatable whether several places may have its SQL
     */
    private record NamedOperand(String sql, boolean isRepeatable) {}

    /** Renders an expression of one operand; a lambda binds an operand that the expression must not repeat. */
    static String render(String operandSql, UnaryOperator<String> rendering) {
        if (isRepeatable(operandSql)) {
            return rendering.apply(operandSql);
        }
        OperandAliases operands = new OperandAliases();
        return operands.resolve(rendering.apply(operands.add(0, operandSql)));
    }

    /**
     * Returns whether an operand needs a name: it must not be repeated, or can't be within a lambda that binds another
     * operand.
     */
    public static boolean needsName(String operandSql) {
        return !isRepeatable(operandSql)
                || OUTER_CONSTRUCT_PATTERN.matcher(operandSql).find();
    }

    private static boolean isRepeatable(String sql) {
        return !isLong(sql) && RANDOM_CALL_PATTERN.matcher(sql).results().allMatch(call -> call.group(1) == null);
    }

    private static boolean isLong(String sql) {
        return sql.length() > MAX_REPEATED_LENGTH
                || MACRO_CALL_PATTERN
                                .matcher(sql)
                                .results()
                                .filter(call -> MacroLibrary.copiesArguments(call.group()))
                                .count()
                        > MAX_REPEATED_MACROS;
    }

    /**
     * Adds an operand, and returns its name.
     *
     * @param number a number that no other operand of the translation has
     */
    public String add(int number, String operandSql) {
        operandByNumber.put(number, new NamedOperand(operandSql, isRepeatable(operandSql)));
        return renderName(number);
    }

    private static String renderName(int number) {
        return "#" + number + "#";
    }

    /** Returns the SQL with the operands in place of their names. */
    public String expand(String sql) {
        return operandByNumber.isEmpty() ? sql : replaceNames(sql, Map.of());
    }

    /**
     * Returns the SQL with the operands in place of their names. If the SQL repeats an operand that must not be
     * repeated, a lambda binds the operands instead.
     */
    public String resolve(String sql) {
        if (operandByNumber.isEmpty()) {
            return sql;
        }
        Set<Integer> boundNumbers = findRepeatedOperands(sql);
        if (boundNumbers.isEmpty()) {
            return expand(sql);
        }
        operandByNumber.forEach((number, operand) -> {
            // A repeatable operand only has a name because the body of a lambda can't contain it.
            if (operand.isRepeatable() && sql.contains(renderName(number))) {
                boundNumbers.add(number);
            }
        });
        if (boundNumbers.size() == 1) {
            Integer number = boundNumbers.iterator().next();
            return renderBinding(requireSql(number), replaceNames(sql, Map.of(number, LAMBDA_PARAMETER)));
        }
        List<String> fields = new ArrayList<>();
        Map<Integer, String> nameByNumber = new HashMap<>();
        for (Integer number : boundNumbers) {
            String field = "o" + (fields.size() + 1);
            fields.add(field + ": " + requireSql(number));
            nameByNumber.put(number, LAMBDA_PARAMETER + "." + field);
        }
        return renderBinding("{" + String.join(", ", fields) + "}", replaceNames(sql, nameByNumber));
    }

    private String requireSql(Integer number) {
        return Objects.requireNonNull(operandByNumber.get(number)).sql();
    }

    /**
     * Returns a lambda that is called once. DuckDB has no other expression that evaluates a value once and gives it a
     * name.
     */
    private static String renderBinding(String value, String body) {
        return "list_transform([" + value + "], lambda " + LAMBDA_PARAMETER + ": " + body + ")[1]";
    }

    /** Returns the numbers of the unrepeatable operands that the SQL names twice, or where a macro copies them. */
    private Set<Integer> findRepeatedOperands(String sql) {
        Set<Integer> repeatedNumbers = new TreeSet<>();
        Set<Integer> seenNumbers = new HashSet<>();
        List<Boolean> copiesByDepth = new ArrayList<>(List.of(false));
        Matcher matcher = TOKEN_PATTERN.matcher(sql);
        while (matcher.find()) {
            boolean isCopied = copiesByDepth.get(copiesByDepth.size() - 1);
            if (matcher.group(1) != null) {
                Integer number = Integer.valueOf(matcher.group(1));
                NamedOperand operand = operandByNumber.get(number);
                if (operand != null && !operand.isRepeatable() && (!seenNumbers.add(number) || isCopied)) {
                    repeatedNumbers.add(number);
                }
            } else if (matcher.group().endsWith("(")) {
                String functionName = matcher.group(2);
                copiesByDepth.add(isCopied || (functionName != null && MacroLibrary.copiesArguments(functionName)));
            } else if (matcher.group().equals(")") && copiesByDepth.size() > 1) {
                copiesByDepth.remove(copiesByDepth.size() - 1);
            }
        }
        return repeatedNumbers;
    }

    /** Replaces each name of an operand by another name, or by the operand itself. */
    private String replaceNames(String sql, Map<Integer, String> nameByNumber) {
        return TOKEN_PATTERN.matcher(sql).replaceAll(match -> {
            Integer number = match.group(1) == null ? null : Integer.valueOf(match.group(1));
            NamedOperand operand = number == null ? null : operandByNumber.get(number);
            String replacement = operand == null ? match.group() : nameByNumber.getOrDefault(number, operand.sql());
            return Matcher.quoteReplacement(replacement);
        });
    }
}
