package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.query.RecursiveCommonTables;
import dev.cairn.embedded.translate.query.TranslationMode;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.NestingLimit;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Span;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The state that all parts of one translation share: counters for unique names, the called functions, and the
 * arguments and constants that have names.
 */
final class TranslationState {
    private final Set<String> functionNames = new LinkedHashSet<>();
    private final Map<String, DuckDbExpression> argumentByName = new HashMap<>();
    private final Map<String, String> constantNameBySql = new LinkedHashMap<>();
    private final Set<Select> scalarSubqueries = Collections.newSetFromMap(new IdentityHashMap<>());
    private final TranslationMode mode;
    private final boolean isWholeStatement;
    private final RecursiveCommonTables recursiveCommonTables;
    private int lastNameNumber;
    private int lastOperandNumber;
    private int lambdaDepth;

    /** @param isWholeStatement whether constants of the statement can be calculated before it */
    TranslationState(TranslationMode mode, boolean isWholeStatement, RecursiveCommonTables recursiveCommonTables) {
        this.mode = mode;
        this.isWholeStatement = isWholeStatement;
        this.recursiveCommonTables = recursiveCommonTables;
    }

    TranslationMode mode() {
        return mode;
    }

    /** Returns whether a whole statement is translated, and not an expression for one. */
    boolean isWholeStatement() {
        return isWholeStatement;
    }

    /** Returns the recursive tables of the statement. */
    RecursiveCommonTables recursiveCommonTables() {
        return recursiveCommonTables;
    }

    /** Returns a unique name with this prefix. */
    String nextName(String prefix) {
        lastNameNumber++;
        return prefix + lastNameNumber;
    }

    /** Returns a unique number for an operand. The number does not occur in the final translation. */
    int nextOperandNumber() {
        lastOperandNumber++;
        return lastOperandNumber;
    }

    /** Runs a translation within a lambda; refuses lambdas that are nested too deeply. */
    <T> T translateWithinLambda(Span span, Supplier<T> translation) {
        lambdaDepth++;
        try {
            NestingLimit.requireSupported(lambdaDepth, span);
            return translation.get();
        } finally {
            lambdaDepth--;
        }
    }

    /** Returns a name for an argument that a translation calculates. */
    QualifiedName addArgument(DuckDbExpression value) {
        String name = nextName("argument ");
        argumentByName.put(name, value);
        return QualifiedName.of(name);
    }

    /** Returns the value of an argument that {@link #addArgument} has named. */
    DuckDbExpression requireArgument(QualifiedName name) {
        return Objects.requireNonNull(argumentByName.get(name.lastPart().text()), name::toString);
    }

    /** Marks the SELECT of a subquery that is a value, and not the operand of EXISTS or IN. */
    void addScalarSubquery(Expression.Subquery subquery) {
        Query query = subquery.query();
        while (query.body() instanceof Query.NestedQuery nestedQuery) {
            query = nestedQuery.query();
        }
        if (query.body() instanceof Select select) {
            scalarSubqueries.add(select);
        }
    }

    boolean isScalarSubquery(Select select) {
        return scalarSubqueries.contains(select);
    }

    void addFunctionName(String functionName) {
        functionNames.add(functionName);
    }

    /**
     * Returns an expression for a value that does not depend on rows. If a whole statement is translated, DuckDB
     * calculates the value once, before the statement.
     */
    DuckDbExpression addConstant(DuckDbExpression value) {
        if (!isWholeStatement) {
            return value;
        }
        String name =
                constantNameBySql.computeIfAbsent(value.sql(), sql -> "constant_" + (constantNameBySql.size() + 1));
        return new DuckDbExpression("getvariable('" + name + "')", value.type(), value.state());
    }

    /** Returns the names of the constants that are calculated before the statement, by their expressions. */
    Map<String, String> constantNameBySql() {
        return constantNameBySql;
    }

    /** Returns the called functions: each before the functions that its arguments call. */
    List<String> functionNames() {
        return List.copyOf(functionNames);
    }
}
