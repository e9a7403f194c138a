package dev.cairn.processor.generate;

import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.QueryDeclaration.Parameter;
import dev.cairn.processor.model.SqlSegment.Presence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Renders the Java expressions of the values that a query method sends, and notes which arguments the generated code
 * dereferences.
 */
final class QueryArguments {
    private final String recordVariable;
    private final Set<String> optionalParameterNames = new HashSet<>();
    private final Set<String> nullableOwnerExpressions = new HashSet<>();
    /** The parameters on which the generated code calls a method, so that an argument of null would fail there. */
    private final Set<String> dereferencedParameters = new HashSet<>();
    /** The collection for whose records the current segments are sent repeatedly; null if they are sent once. */
    private @Nullable String repeatedCollectionName;
    /** Whether the generated code is inside the condition of an optional part, where all values are present. */
    private boolean areValuesPresent;

    /**
     * @param recordVariable the variable of a record in a lambda for all records of a collection
     */
    QueryArguments(List<Parameter> parameters, String recordVariable) {
        this.recordVariable = recordVariable;
        for (Parameter parameter : parameters) {
            if (parameter.type() instanceof ParameterType.OptionalType) {
                optionalParameterNames.add(parameter.name());
            }
            nullableOwnerExpressions.addAll(parameter.nullableOwnerExpressions());
        }
    }

    /** Generates code that only runs if all values in it are present. */
    void generateWherePresent(Runnable generator) {
        areValuesPresent = true;
        generator.run();
        areValuesPresent = false;
    }

    /** Generates code that runs for each record of a collection. */
    void generateForEachRecord(String collectionName, Runnable generator) {
        addDereference(collectionName);
        repeatedCollectionName = collectionName;
        generator.run();
        repeatedCollectionName = null;
    }

    /** Returns whether the code that has been generated fails if the argument of the parameter is null. */
    boolean isDereferenced(Parameter parameter) {
        return dereferencedParameters.contains(parameter.name());
    }

    /** Notes that the generated code calls a method on the value of an expression such as {@code order.city()}. */
    void addDereference(String expression) {
        int dotIndex = expression.indexOf('.');
        dereferencedParameters.add(dotIndex < 0 ? expression : expression.substring(0, dotIndex));
    }

    /**
     * Returns the expression of the values of an IN list. An Optional with the values is present here, because
     * otherwise the list is not part of the statement.
     */
    String renderList(String expression) {
        if (!areValuesPresent) {
            addDereference(expression);
        }
        return optionalParameterNames.contains(expression) ? expression + ".get()" : expression;
    }

    /** Returns the condition under which all values are present. */
    String renderCondition(List<Presence> presences) {
        presences.stream()
                .filter(Presence::isOptional)
                .map(Presence::javaExpression)
                .forEach(this::addDereference);
        return presences.stream()
                .map(presence -> presence.javaExpression() + (presence.isOptional() ? ".isPresent()" : " != null"))
                .collect(Collectors.joining(" && "));
    }

    /**
     * Returns the expression of a value. The value is null if the Optional that contains it is absent, or if a record
     * on the path to it is null. Inside a repeated row, the variable of the record replaces the collection.
     */
    String renderValue(String expression) {
        List<String> absenceConditions = new ArrayList<>();
        for (int dotIndex = expression.indexOf('.'); dotIndex >= 0; dotIndex = expression.indexOf('.', dotIndex + 1)) {
            String ownerExpression = expression.substring(0, dotIndex);
            if (!areValuesPresent && nullableOwnerExpressions.contains(ownerExpression)) {
                absenceConditions.add(ownerExpression + " == null");
            } else if (!areValuesPresent) {
                addDereference(ownerExpression);
            }
        }
        if (!areValuesPresent && optionalParameterNames.contains(expression)) {
            addDereference(expression);
        }
        String unguardedValue = optionalParameterNames.contains(expression)
                ? expression + (areValuesPresent ? ".get()" : ".orElse(null)")
                : expression;
        String guardedValue = absenceConditions.isEmpty()
                ? unguardedValue
                : String.join(" || ", absenceConditions) + " ? null : " + unguardedValue;
        return repeatedCollectionName == null
                ? guardedValue
                : guardedValue.replaceAll(
                        "(?<![.\\w])" + Pattern.quote(repeatedCollectionName) + "\\.",
                        Matcher.quoteReplacement(recordVariable + "."));
    }
}
