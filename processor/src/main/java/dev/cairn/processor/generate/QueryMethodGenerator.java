package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.GeneratedMethod;
import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.ParameterType.Container;
import dev.cairn.processor.model.QueryDeclaration.Parameter;
import dev.cairn.processor.model.QueryResult;
import dev.cairn.processor.model.QueryResult.ChangeCountType;
import dev.cairn.processor.model.QueryResult.Multiplicity;
import dev.cairn.processor.model.QueryResult.RowType;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.processor.model.SqlSegment;
import dev.cairn.processor.model.SqlSegment.InPredicate.EmptyListHandling;
import dev.cairn.processor.model.SqlSegment.Presence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Generates the implementation of one method of a query interface. It collects text with the markers of values, and
 * writes the collected text as one constant when a part follows that depends on the arguments.
 */
final class QueryMethodGenerator {
    private static final ClassName OVERRIDE = ClassName.get("java.lang", "Override");
    private static final ClassName MATH = ClassName.get("java.lang", "Math");
    private static final ClassName OBJECTS = ClassName.get("java.util", "Objects");

    /** Texts up to this length are written where they are used, except for the beginning of a statement. */
    private static final int MAX_INLINE_LENGTH = 60;

    private static final int MAX_CALLS_PER_LINE = 2;

    private static final String ROW_VARIABLE = "row";
    private static final String RECORD_VARIABLE = "record";

    private final QueryClassMembers members;
    private final GeneratedMethod method;
    private final String label;
    private final String constantName;
    private final String callVariable;
    private final Set<String> optionalParameterNames = new HashSet<>();
    private final Set<String> nullableOwnerExpressions = new HashSet<>();
    /** The parameters on which the generated code calls a method, so that an argument of null would fail there. */
    private final Set<String> dereferencedParameters = new HashSet<>();
    /** The collection for whose records the current segments are sent repeatedly; null if they are sent once. */
    private @Nullable String repeatedCollectionName;
    /** Whether the generated code is inside the condition of an optional part, where all values are present. */
    private boolean areValuesPresent;

    private final CodeBlock.Builder codeBuilder = CodeBlock.builder();
    private final StringBuilder pendingText = new StringBuilder();
    private final List<CodeBlock> pendingValues = new ArrayList<>();
    /** The expression that creates the call; null until the first text is complete. */
    private @Nullable CodeBlock constructorCall;

    private final List<CodeBlock> pendingCalls = new ArrayList<>();
    private boolean isCallDeclared;
    private int constantCount;

    QueryMethodGenerator(QueryClassMembers members, CheckedQuery query) {
        this.members = members;
        this.method = query.method();
        this.label = query.name();
        this.constantName = MemberNames.toConstantName(SnakeCase.convert(method.name()));
        this.callVariable = unusedName("call");
    }

    private boolean isParameter(String name) {
        return method.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(name));
    }

    /** Generates the method; may be called only once. */
    MethodSpec generate() {
        MethodSpec.Builder methodBuilder = MethodSpec.methodBuilder(method.name())
                .addAnnotation(OVERRIDE)
                .addModifiers(Modifier.PUBLIC)
                .returns(QueryMethodTypes.toTypeName(method.result()));
        for (Parameter parameter : method.parameters()) {
            TypeName type = QueryMethodTypes.toTypeName(parameter.type());
            methodBuilder.addParameter(type, parameter.name());
            if (parameter.type() instanceof ParameterType.OptionalType) {
                optionalParameterNames.add(parameter.name());
            }
            nullableOwnerExpressions.addAll(parameter.nullableOwnerExpressions());
            methodBuilder.varargs(parameter.isVarargs());
        }
        pendingText.append("/* ").append(label).append(" */ ");
        addSegments(method.segments());
        addResult();
        return methodBuilder
                .addCode(generateArgumentChecks())
                .addCode(codeBuilder.build())
                .build();
    }

    /**
     * Returns the checks of the arguments that must not be null. All other code must have been generated before,
     * because it determines the {@link #dereferencedParameters}.
     */
    private CodeBlock generateArgumentChecks() {
        CodeBlock.Builder checks = CodeBlock.builder();
        for (Parameter parameter : method.parameters()) {
            boolean isRequired = !parameter.isNullable() || dereferencedParameters.contains(parameter.name());
            if (isRequired && !QueryMethodTypes.toTypeName(parameter.type()).isPrimitive()) {
                checks.addStatement(
                        "$T.requireNonNull($L, $S)",
                        OBJECTS,
                        parameter.name(),
                        "Parameter " + parameter.name() + " of " + label + " must not be null");
            }
        }
        return checks.build();
    }

    /** Notes that the generated code calls a method on the value of an expression such as {@code order.city()}. */
    private void addDereference(String expression) {
        int dotIndex = expression.indexOf('.');
        dereferencedParameters.add(dotIndex < 0 ? expression : expression.substring(0, dotIndex));
    }

    private void addSegments(List<SqlSegment> segments) {
        for (SqlSegment segment : segments) {
            if (segment instanceof SqlSegment.Text textSegment) {
                pendingText.append(textSegment.sql());
            } else if (segment instanceof SqlSegment.Value value) {
                pendingText.append(value.marker());
                pendingValues.add(renderValueCall(value));
            } else if (segment instanceof SqlSegment.RowCount rowCount) {
                pendingText.append('?');
                pendingValues.add(renderRowCountCall(rowCount));
            } else if (segment instanceof SqlSegment.Elements elements) {
                flushText();
                pendingCalls.add(renderElementsCall(elements));
            } else if (segment instanceof SqlSegment.CompositeValue compositeValue) {
                flushText();
                pendingCalls.add(renderCompositeValueCall(compositeValue));
            } else if (segment instanceof SqlSegment.Order order) {
                flushText();
                pendingCalls.add(renderOrderCall(order));
            } else if (segment instanceof SqlSegment.Rows rows) {
                addRows(rows);
            } else if (segment instanceof SqlSegment.InPredicate inPredicate) {
                addInPredicate(inPredicate);
            } else if (segment instanceof SqlSegment.Conditional conditional) {
                endStatement();
                codeBuilder.beginControlFlow("if ($L)", renderCondition(conditional.presences()));
                areValuesPresent = true;
                addSegments(conditional.segments());
                areValuesPresent = false;
                endStatement();
                codeBuilder.endControlFlow();
            }
        }
    }

    private CodeBlock renderValueCall(SqlSegment.Value value) {
        if (value.isDocument()) {
            return CodeBlock.of(
                    ".document($L, $L)",
                    renderNameLiteral(value.javaExpression()),
                    renderValueExpression(value.javaExpression()));
        }
        return CodeBlock.of(
                ".value($L, $L, $L$L)",
                renderNameLiteral(value.javaExpression()),
                members.valueAccessGenerator().useConstant(lastPathPart(value.javaExpression()), value.type()),
                renderValueExpression(value.javaExpression()),
                members.renderColumnTypeArgument(value.type(), value.columnType()));
    }

    private CodeBlock renderRowCountCall(SqlSegment.RowCount rowCount) {
        return CodeBlock.of(
                ".rowCount($L, $L)",
                renderNameLiteral(rowCount.javaExpression()),
                renderValueExpression(rowCount.javaExpression()));
    }

    private CodeBlock renderElementsCall(SqlSegment.Elements elements) {
        if (!areValuesPresent) {
            addDereference(elements.javaExpression());
        }
        return CodeBlock.of(
                ".values($L, $L, $L, $L)",
                renderNameLiteral(elements.javaExpression()),
                members.valueAccessGenerator()
                        .useConstant(lastPathPart(elements.javaExpression()), elements.elementType()),
                renderListExpression(elements.javaExpression()),
                JavaLiteral.render(elements.marker()));
    }

    private CodeBlock renderCompositeValueCall(SqlSegment.CompositeValue compositeValue) {
        return CodeBlock.of(
                ".nested($L, $L, $L$L)",
                renderNameLiteral(compositeValue.javaExpression()),
                members.valueAccessGenerator()
                        .useConstant(lastPathPart(compositeValue.javaExpression()), compositeValue.type()),
                renderValueExpression(compositeValue.javaExpression()),
                members.renderColumnTypeArgument(compositeValue.type(), compositeValue.columnType()));
    }

    private CodeBlock renderOrderCall(SqlSegment.Order order) {
        String columnArguments = order.columns().stream()
                .map(column -> ", " + JavaLiteral.render(column.name()) + ", " + JavaLiteral.render(column.sql()))
                .collect(Collectors.joining());
        return CodeBlock.of(
                ".order($L, $L$L)", renderNameLiteral(order.javaExpression()), order.javaExpression(), columnArguments);
    }

    /** Adds a call with a lambda, which writes one row of VALUES for each record of a collection. */
    private void addRows(SqlSegment.Rows rows) {
        addDereference(rows.javaExpression());
        flushText();
        List<CodeBlock> precedingCalls = List.copyOf(pendingCalls);
        pendingCalls.clear();
        repeatedCollectionName = rows.javaExpression();
        addSegments(rows.segments());
        flushText();
        repeatedCollectionName = null;
        CodeBlock rowLambda = CodeBlock.of(
                "($L, $L) -> $L",
                unusedName(ROW_VARIABLE),
                unusedName(RECORD_VARIABLE),
                renderCallChain(CodeBlock.of(unusedName(ROW_VARIABLE))));
        pendingCalls.clear();
        pendingCalls.addAll(precedingCalls);
        pendingCalls.add(CodeBlock.of(
                ".rows($L, $L, $L)", renderNameLiteral(rows.javaExpression()), rows.javaExpression(), rowLambda));
    }

    /** Returns a name that no parameter has. */
    private String unusedName(String name) {
        String candidate = name;
        while (isParameter(candidate)) {
            candidate += "_";
        }
        return candidate;
    }

    /**
     * Adds an IN predicate. For an empty list, the generated code either sends no statement, and returns 0 changed
     * rows, or sends TRUE or FALSE in place of the predicate.
     */
    private void addInPredicate(SqlSegment.InPredicate inPredicate) {
        if (!areValuesPresent) {
            addDereference(inPredicate.javaExpression());
        }
        endStatement();
        boolean isArray = inPredicate.container() == Container.ARRAY;
        codeBuilder.beginControlFlow(
                "if ($L$L)",
                renderListExpression(inPredicate.javaExpression()),
                isArray ? ".length == 0" : ".isEmpty()");
        if (inPredicate.emptyListHandling() == EmptyListHandling.NO_STATEMENT) {
            codeBuilder.addStatement(returnsVoid() ? "return" : "return 0");
            codeBuilder.endControlFlow();
            addSegments(inPredicate.segments());
        } else {
            codeBuilder.addStatement(
                    "$L.sql($S)", callVariable, inPredicate.emptyListHandling().name());
            codeBuilder.nextControlFlow("else");
            addSegments(inPredicate.segments());
            endStatement();
            codeBuilder.endControlFlow();
        }
    }

    /**
     * Returns the expression of the values of an IN list. An Optional with the values is present here, because
     * otherwise the list is not part of the statement.
     */
    private String renderListExpression(String expression) {
        return optionalParameterNames.contains(expression) ? expression + ".get()" : expression;
    }

    private boolean returnsVoid() {
        return method.result() instanceof QueryResult.Changes<RowType> changes
                && changes.countType() == ChangeCountType.VOID;
    }

    private String renderCondition(List<Presence> presences) {
        presences.stream()
                .filter(Presence::isOptional)
                .map(Presence::javaExpression)
                .forEach(this::addDereference);
        return presences.stream()
                .map(presence -> presence.javaExpression() + (presence.isOptional() ? ".isPresent()" : " != null"))
                .collect(Collectors.joining(" && "));
    }

    /** Returns a literal with the name of a value in messages. */
    private String renderNameLiteral(String expression) {
        return JavaLiteral.render(expression.replace("()", ""));
    }

    private String lastPathPart(String expression) {
        String path = expression.replace("()", "");
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /**
     * Returns the expression of a value. The value is null if the Optional that contains it is absent, or if a record
     * on the path to it is null. Inside a repeated row, the variable of the record replaces the collection.
     */
    private String renderValueExpression(String expression) {
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
                        Matcher.quoteReplacement(unusedName(RECORD_VARIABLE) + "."));
    }

    /**
     * Writes the collected text as a constant, or in place if it is short, and adds the calls that bind its values. The
     * first text becomes an argument of the constructor.
     */
    private void flushText() {
        if (constructorCall == null) {
            constructorCall = CodeBlock.of(
                    "new $T($L, $L, $L)",
                    RuntimeClassNames.QUERY_CALL,
                    isParameter(QueryClassGenerator.DATABASE_FIELD)
                            ? "this." + QueryClassGenerator.DATABASE_FIELD
                            : QueryClassGenerator.DATABASE_FIELD,
                    JavaLiteral.render(label),
                    addTextConstant());
        } else if (!pendingText.isEmpty()) {
            boolean isInline = pendingText.length() <= MAX_INLINE_LENGTH && pendingText.indexOf("\n") < 0;
            pendingCalls.add(CodeBlock.of(
                    ".sql($L)", isInline ? JavaLiteral.render(pendingText.toString()) : addTextConstant()));
        }
        pendingText.setLength(0);
        pendingCalls.addAll(pendingValues);
        pendingValues.clear();
    }

    private String addTextConstant() {
        constantCount++;
        return members.addTextConstant(
                constantCount == 1 ? constantName : constantName + "_" + constantCount, pendingText.toString());
    }

    /** Ends the current Java statement, so the next one can be inside a condition. */
    private void endStatement() {
        flushText();
        if (!isCallDeclared) {
            codeBuilder.addStatement("$T $L = $L", RuntimeClassNames.QUERY_CALL, callVariable, renderCallChain());
            isCallDeclared = true;
        } else if (!pendingCalls.isEmpty()) {
            codeBuilder.addStatement("$L", renderCallChain());
        }
        pendingCalls.clear();
    }

    private CodeBlock renderCallChain() {
        return renderCallChain(CodeBlock.of("$L", isCallDeclared ? CodeBlock.of("$L", callVariable) : constructorCall));
    }

    private CodeBlock renderCallChain(CodeBlock chainStart) {
        String separator = pendingCalls.size() > MAX_CALLS_PER_LINE ? "\n" : "";
        CodeBlock.Builder chainBuilder = CodeBlock.builder();
        chainBuilder.add(chainStart);
        pendingCalls.forEach(call -> chainBuilder.add("$L$L", separator, call));
        return chainBuilder.build();
    }

    private void addResult() {
        flushText();
        if (method.result() instanceof QueryResult.Changes<RowType> changes) {
            pendingCalls.add(CodeBlock.of(".execute()"));
            switch (changes.countType()) {
                case VOID -> codeBuilder.addStatement("$L", renderCallChain());
                case LONG -> codeBuilder.addStatement("return $L", renderCallChain());
                case INT -> codeBuilder.addStatement("return $T.toIntExact($L)", MATH, renderCallChain());
            }
            return;
        }
        pendingCalls.add(renderResultCall());
        codeBuilder.addStatement("return $L", renderCallChain());
    }

    private CodeBlock renderResultCall() {
        if (method.result() instanceof QueryResult.Entries<RowType> entries) {
            String keyConstant = members.valueAccessGenerator().useConstant("key", entries.key());
            return entries.value() instanceof RowType.Scalar scalar
                    ? CodeBlock.of(
                            ".map($L, $L)",
                            keyConstant,
                            members.valueAccessGenerator().useConstant("value", scalar.type()))
                    : CodeBlock.of(
                            ".map($L, $T::$L)",
                            keyConstant,
                            members.generatedClass(),
                            members.useReader(entries.value()));
        }
        QueryResult.Rows<RowType> rows = (QueryResult.Rows<RowType>) method.result();
        String methodName = switch (rows.multiplicity()) {
            case LIST -> "list";
            case SET -> "set";
            case PAGE -> "page";
            case STREAM -> "stream";
            case OPTIONAL -> "optional";
            case ONE -> "one";
            case ONE_OR_NULL -> "oneOrNull";
        };
        return CodeBlock.of(
                ".$L($T::$L$L)",
                methodName,
                members.generatedClass(),
                members.useReader(rows.row()),
                rows.multiplicity() == Multiplicity.PAGE ? ", " + usePageParameter() : "");
    }

    /**
     * Returns the name of the parameter for the page, and notes that the code calls a method on it. Returns "null" for
     * a method without this parameter, which has been reported.
     */
    private String usePageParameter() {
        Optional<String> name = method.parameters().stream()
                .filter(parameter -> parameter.type() == ParameterType.Directive.PAGE)
                .map(Parameter::name)
                .findFirst();
        name.ifPresent(this::addDereference);
        return name.orElse("null");
    }
}
