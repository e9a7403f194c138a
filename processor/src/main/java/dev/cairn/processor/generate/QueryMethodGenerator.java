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
import dev.cairn.processor.model.SqlSegment.Membership.EmptyListHandling;
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
    private final Set<String> optionalParameters = new HashSet<>();
    private final Set<String> nullableOwners = new HashSet<>();
    /** The parameters on which the generated code calls a method, so that an argument of null would fail there. */
    private final Set<String> dereferencedParameters = new HashSet<>();
    /** The collection for whose records the current segments are sent repeatedly; null if they are sent once. */
    private @Nullable String repeatedCollection;
    /** Whether the generated code is inside the condition of an optional part, where all values are present. */
    private boolean areValuesPresent;

    private final CodeBlock.Builder code = CodeBlock.builder();
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
        this.constantName = FieldNames.toConstantName(SnakeCase.convert(method.name()));
        this.callVariable = unusedName("call");
    }

    private boolean isParameter(String name) {
        return method.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(name));
    }

    MethodSpec generate() {
        MethodSpec.Builder spec = MethodSpec.methodBuilder(method.name())
                .addAnnotation(OVERRIDE)
                .addModifiers(Modifier.PUBLIC)
                .returns(QueryMethodTypes.toTypeName(method.result()));
        for (Parameter parameter : method.parameters()) {
            TypeName type = QueryMethodTypes.toTypeName(parameter.type());
            spec.addParameter(type, parameter.name());
            if (parameter.type() instanceof ParameterType.OptionalType) {
                optionalParameters.add(parameter.name());
            }
            nullableOwners.addAll(parameter.nullableOwners());
            spec.varargs(parameter.isVarargs());
        }
        pendingText.append("/* ").append(label).append(" */ ");
        addSegments(method.segments());
        addResult();
        return spec.addCode(argumentChecks()).addCode(code.build()).build();
    }

    /** Returns the checks of the arguments that must not be null. */
    private CodeBlock argumentChecks() {
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
        int dot = expression.indexOf('.');
        dereferencedParameters.add(dot < 0 ? expression : expression.substring(0, dot));
    }

    private void addSegments(List<SqlSegment> segments) {
        for (SqlSegment segment : segments) {
            if (segment instanceof SqlSegment.Text textSegment) {
                pendingText.append(textSegment.sql());
            } else if (segment instanceof SqlSegment.Value value) {
                pendingText.append(value.marker());
                pendingValues.add(valueCode(value));
            } else if (segment instanceof SqlSegment.RowCount rowCount) {
                pendingText.append('?');
                pendingValues.add(rowCountCode(rowCount));
            } else if (segment instanceof SqlSegment.Elements elements) {
                flushText();
                pendingCalls.add(elementsCode(elements));
            } else if (segment instanceof SqlSegment.CompositeValue compositeValue) {
                flushText();
                pendingCalls.add(compositeValueCode(compositeValue));
            } else if (segment instanceof SqlSegment.Order order) {
                flushText();
                pendingCalls.add(orderCode(order));
            } else if (segment instanceof SqlSegment.Rows rows) {
                addRows(rows);
            } else if (segment instanceof SqlSegment.Membership membership) {
                addMembership(membership);
            } else if (segment instanceof SqlSegment.Conditional conditional) {
                endStatement();
                code.beginControlFlow("if ($L)", conditionCode(conditional.presences()));
                areValuesPresent = true;
                addSegments(conditional.segments());
                areValuesPresent = false;
                endStatement();
                code.endControlFlow();
            }
        }
    }

    private CodeBlock valueCode(SqlSegment.Value value) {
        if (value.isDocument()) {
            return CodeBlock.of(
                    ".document($L, $L)", nameLiteral(value.expression()), valueExpression(value.expression()));
        }
        return CodeBlock.of(
                ".value($L, $L, $L$L)",
                nameLiteral(value.expression()),
                members.valueAccess().findOrAddConstant(lastPathPart(value.expression()), value.type()),
                valueExpression(value.expression()),
                members.renderColumnTypeArgument(value.type(), value.columnType()));
    }

    private CodeBlock rowCountCode(SqlSegment.RowCount count) {
        return CodeBlock.of(".rowCount($L, $L)", nameLiteral(count.expression()), valueExpression(count.expression()));
    }

    private CodeBlock elementsCode(SqlSegment.Elements elements) {
        if (!areValuesPresent) {
            addDereference(elements.expression());
        }
        return CodeBlock.of(
                ".values($L, $L, $L, $L)",
                nameLiteral(elements.expression()),
                members.valueAccess().findOrAddConstant(lastPathPart(elements.expression()), elements.element()),
                listExpression(elements.expression()),
                JavaLiteral.render(elements.marker()));
    }

    private CodeBlock compositeValueCode(SqlSegment.CompositeValue compositeValue) {
        return CodeBlock.of(
                ".nested($L, $L, $L$L)",
                nameLiteral(compositeValue.expression()),
                members.valueAccess()
                        .findOrAddConstant(lastPathPart(compositeValue.expression()), compositeValue.type()),
                valueExpression(compositeValue.expression()),
                members.renderColumnTypeArgument(compositeValue.type(), compositeValue.columnType()));
    }

    private CodeBlock orderCode(SqlSegment.Order order) {
        String columns = order.columns().stream()
                .map(column -> ", " + JavaLiteral.render(column.name()) + ", " + JavaLiteral.render(column.sql()))
                .collect(Collectors.joining());
        return CodeBlock.of(".order($L, $L$L)", nameLiteral(order.expression()), order.expression(), columns);
    }

    /** Generates a lambda that writes one row. */
    private void addRows(SqlSegment.Rows rows) {
        addDereference(rows.expression());
        flushText();
        List<CodeBlock> precedingCalls = List.copyOf(pendingCalls);
        pendingCalls.clear();
        repeatedCollection = rows.expression();
        addSegments(rows.segments());
        flushText();
        repeatedCollection = null;
        CodeBlock rowLambda = CodeBlock.of(
                "($L, $L) -> $L",
                unusedName(ROW_VARIABLE),
                unusedName(RECORD_VARIABLE),
                renderCallChain(CodeBlock.of(unusedName(ROW_VARIABLE))));
        pendingCalls.clear();
        pendingCalls.addAll(precedingCalls);
        pendingCalls.add(
                CodeBlock.of(".rows($L, $L, $L)", nameLiteral(rows.expression()), rows.expression(), rowLambda));
    }

    /** Returns a name that no parameter has. */
    private String unusedName(String name) {
        String candidate = name;
        while (isParameter(candidate)) {
            candidate += "_";
        }
        return candidate;
    }

    private void addMembership(SqlSegment.Membership membership) {
        if (!areValuesPresent) {
            addDereference(membership.expression());
        }
        endStatement();
        boolean isArray = membership.container() == Container.ARRAY;
        code.beginControlFlow(
                "if ($L$L)", listExpression(membership.expression()), isArray ? ".length == 0" : ".isEmpty()");
        if (membership.emptyListHandling() == EmptyListHandling.NO_STATEMENT) {
            code.addStatement(returnsVoid() ? "return" : "return 0");
            code.endControlFlow();
            addSegments(membership.segments());
        } else {
            code.addStatement(
                    "$L.sql($S)", callVariable, membership.emptyListHandling().name());
            code.nextControlFlow("else");
            addSegments(membership.segments());
            endStatement();
            code.endControlFlow();
        }
    }

    /**
     * Returns the expression of the values of an IN list. An Optional with the values is present here, because
     * otherwise the list is not part of the statement.
     */
    private String listExpression(String expression) {
        return optionalParameters.contains(expression) ? expression + ".get()" : expression;
    }

    private boolean returnsVoid() {
        return method.result() instanceof QueryResult.Changes<RowType> changes
                && changes.countType() == ChangeCountType.VOID;
    }

    private String conditionCode(List<Presence> presences) {
        presences.stream()
                .filter(Presence::isOptional)
                .map(Presence::expression)
                .forEach(this::addDereference);
        return presences.stream()
                .map(presence -> presence.expression() + (presence.isOptional() ? ".isPresent()" : " != null"))
                .collect(Collectors.joining(" && "));
    }

    /** Returns a literal with the name of a value in messages. */
    private String nameLiteral(String expression) {
        return JavaLiteral.render(expression.replace("()", ""));
    }

    private String lastPathPart(String expression) {
        String path = expression.replace("()", "");
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /**
     * Returns the expression of a value. The value is null if the Optional that contains it is absent, or if a record
     * on the path to it is null.
     */
    private String valueExpression(String expression) {
        List<String> absences = new ArrayList<>();
        for (int dot = expression.indexOf('.'); dot >= 0; dot = expression.indexOf('.', dot + 1)) {
            String owner = expression.substring(0, dot);
            if (!areValuesPresent && nullableOwners.contains(owner)) {
                absences.add(owner + " == null");
            } else if (!areValuesPresent) {
                dereferencedParameters.add(owner);
            }
        }
        if (!areValuesPresent && optionalParameters.contains(expression)) {
            addDereference(expression);
        }
        String unguardedValue = optionalParameters.contains(expression)
                ? expression + (areValuesPresent ? ".get()" : ".orElse(null)")
                : expression;
        String guardedValue =
                absences.isEmpty() ? unguardedValue : String.join(" || ", absences) + " ? null : " + unguardedValue;
        return repeatedCollection == null
                ? guardedValue
                : guardedValue.replaceAll(
                        "(?<![.\\w])" + Pattern.quote(repeatedCollection) + "\\.",
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
                    isParameter(QueryClassSource.DATABASE_FIELD)
                            ? "this." + QueryClassSource.DATABASE_FIELD
                            : QueryClassSource.DATABASE_FIELD,
                    JavaLiteral.render(label),
                    addConstant());
        } else if (!pendingText.isEmpty()) {
            boolean isInline = pendingText.length() <= MAX_INLINE_LENGTH && pendingText.indexOf("\n") < 0;
            pendingCalls.add(
                    CodeBlock.of(".sql($L)", isInline ? JavaLiteral.render(pendingText.toString()) : addConstant()));
        }
        pendingText.setLength(0);
        pendingCalls.addAll(pendingValues);
        pendingValues.clear();
    }

    private String addConstant() {
        constantCount++;
        return members.addTextConstant(
                constantCount == 1 ? constantName : constantName + "_" + constantCount, pendingText.toString());
    }

    /** Ends the current Java statement, so the next one can be inside a condition. */
    private void endStatement() {
        flushText();
        if (!isCallDeclared) {
            code.addStatement("$T $L = $L", RuntimeClassNames.QUERY_CALL, callVariable, renderCallChain());
            isCallDeclared = true;
        } else if (!pendingCalls.isEmpty()) {
            code.addStatement("$L", renderCallChain());
        }
        pendingCalls.clear();
    }

    private CodeBlock renderCallChain() {
        return renderCallChain(CodeBlock.of("$L", isCallDeclared ? CodeBlock.of("$L", callVariable) : constructorCall));
    }

    private CodeBlock renderCallChain(CodeBlock chainStart) {
        String separator = pendingCalls.size() > MAX_CALLS_PER_LINE ? "\n" : "";
        CodeBlock.Builder chain = CodeBlock.builder();
        chain.add(chainStart);
        pendingCalls.forEach(call -> chain.add("$L$L", separator, call));
        return chain.build();
    }

    private void addResult() {
        flushText();
        if (method.result() instanceof QueryResult.Changes<RowType> changes) {
            pendingCalls.add(CodeBlock.of(".execute()"));
            switch (changes.countType()) {
                case VOID -> code.addStatement("$L", renderCallChain());
                case LONG -> code.addStatement("return $L", renderCallChain());
                case INT -> code.addStatement("return $T.toIntExact($L)", MATH, renderCallChain());
            }
            return;
        }
        pendingCalls.add(resultCode());
        code.addStatement("return $L", renderCallChain());
    }

    private CodeBlock resultCode() {
        if (method.result() instanceof QueryResult.Entries<RowType> entries) {
            String keyConstant = members.valueAccess().findOrAddConstant("key", entries.key());
            return entries.value() instanceof RowType.Scalar value
                    ? CodeBlock.of(
                            ".map($L, $L)", keyConstant, members.valueAccess().findOrAddConstant("value", value.type()))
                    : CodeBlock.of(
                            ".map($L, $T::$L)",
                            keyConstant,
                            members.generatedType(),
                            members.findOrAddReader(entries.value()));
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
                members.generatedType(),
                members.findOrAddReader(rows.row()),
                rows.multiplicity() == Multiplicity.PAGE ? ", " + pageParameter() : "");
    }

    /**
     * Returns the name of the parameter for the page; "null" for a method without this parameter, which has been
     * reported.
     */
    private String pageParameter() {
        Optional<String> name = method.parameters().stream()
                .filter(parameter -> parameter.type() == ParameterType.Directive.PAGE)
                .map(Parameter::name)
                .findFirst();
        name.ifPresent(this::addDereference);
        return name.orElse("null");
    }
}
