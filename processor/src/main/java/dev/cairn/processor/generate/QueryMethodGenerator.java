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
import dev.cairn.processor.model.SqlSegment;
import dev.cairn.processor.model.SqlSegment.InPredicate.EmptyListHandling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Generates the implementation of one method of a query interface.
 */
final class QueryMethodGenerator {
    private static final ClassName OVERRIDE = ClassName.get("java.lang", "Override");
    private static final ClassName MATH = ClassName.get("java.lang", "Math");
    private static final ClassName OBJECTS = ClassName.get("java.util", "Objects");

    private static final String ROW_VARIABLE = "row";
    private static final String RECORD_VARIABLE = "record";

    private final QueryClassMembers members;
    private final GeneratedMethod method;
    private final String label;
    private final String callVariable;
    private final QueryCallChain calls;
    private final QueryArguments arguments;

    QueryMethodGenerator(QueryClassMembers members, CheckedQuery query) {
        this.members = members;
        this.method = query.method();
        this.label = query.name();
        this.callVariable = unusedName("call");
        this.calls = new QueryCallChain(members, method, label, callVariable);
        this.arguments = new QueryArguments(method.parameters(), unusedName(RECORD_VARIABLE));
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
            methodBuilder.varargs(parameter.isVarargs());
        }
        addSegments(method.segments());
        addResult();
        return methodBuilder
                .addCode(generateArgumentChecks())
                .addCode(calls.code().build())
                .build();
    }

    /**
     * Returns the checks of the arguments that must not be null. All other code must have been generated before,
     * because it determines which arguments are dereferenced.
     */
    private CodeBlock generateArgumentChecks() {
        CodeBlock.Builder checks = CodeBlock.builder();
        for (Parameter parameter : method.parameters()) {
            boolean isRequired = !parameter.isNullable() || arguments.isDereferenced(parameter);
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

    private void addSegments(List<SqlSegment> segments) {
        for (SqlSegment segment : segments) {
            if (segment instanceof SqlSegment.Text textSegment) {
                calls.addText(textSegment.sql());
            } else if (segment instanceof SqlSegment.Value value) {
                calls.addValue(value.marker(), renderValueCall(value));
            } else if (segment instanceof SqlSegment.RowCount rowCount) {
                calls.addValue("?", renderRowCountCall(rowCount));
            } else if (segment instanceof SqlSegment.Elements elements) {
                calls.addCall(renderElementsCall(elements));
            } else if (segment instanceof SqlSegment.CompositeValue compositeValue) {
                calls.addCall(renderCompositeValueCall(compositeValue));
            } else if (segment instanceof SqlSegment.Order order) {
                calls.addCall(renderOrderCall(order));
            } else if (segment instanceof SqlSegment.Rows rows) {
                addRows(rows);
            } else if (segment instanceof SqlSegment.InPredicate inPredicate) {
                addInPredicate(inPredicate);
            } else if (segment instanceof SqlSegment.Conditional conditional) {
                calls.endStatement();
                calls.code().beginControlFlow("if ($L)", arguments.renderCondition(conditional.presences()));
                arguments.generateWherePresent(() -> addSegments(conditional.segments()));
                calls.endStatement();
                calls.code().endControlFlow();
            }
        }
    }

    private CodeBlock renderValueCall(SqlSegment.Value value) {
        if (value.isDocument()) {
            return CodeBlock.of(
                    ".document($L, $L)",
                    renderNameLiteral(value.javaExpression()),
                    arguments.renderValue(value.javaExpression()));
        }
        return CodeBlock.of(
                ".value($L, $L, $L$L)",
                renderNameLiteral(value.javaExpression()),
                members.valueAccessGenerator().useConstant(lastPathPart(value.javaExpression()), value.type()),
                arguments.renderValue(value.javaExpression()),
                members.renderColumnTypeArgument(value.type(), value.columnType()));
    }

    private CodeBlock renderRowCountCall(SqlSegment.RowCount rowCount) {
        return CodeBlock.of(
                ".rowCount($L, $L)",
                renderNameLiteral(rowCount.javaExpression()),
                arguments.renderValue(rowCount.javaExpression()));
    }

    private CodeBlock renderElementsCall(SqlSegment.Elements elements) {
        return CodeBlock.of(
                ".values($L, $L, $L, $L)",
                renderNameLiteral(elements.javaExpression()),
                members.valueAccessGenerator()
                        .useConstant(lastPathPart(elements.javaExpression()), elements.elementType()),
                arguments.renderList(elements.javaExpression()),
                JavaLiteral.render(elements.marker()));
    }

    private CodeBlock renderCompositeValueCall(SqlSegment.CompositeValue compositeValue) {
        return CodeBlock.of(
                ".nested($L, $L, $L$L)",
                renderNameLiteral(compositeValue.javaExpression()),
                members.valueAccessGenerator()
                        .useConstant(lastPathPart(compositeValue.javaExpression()), compositeValue.type()),
                arguments.renderValue(compositeValue.javaExpression()),
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
        CodeBlock rowCalls = calls.renderNested(
                unusedName(ROW_VARIABLE),
                () -> arguments.generateForEachRecord(rows.javaExpression(), () -> addSegments(rows.segments())));
        calls.addCall(CodeBlock.of(
                ".rows($L, $L, ($L, $L) -> $L)",
                renderNameLiteral(rows.javaExpression()),
                rows.javaExpression(),
                unusedName(ROW_VARIABLE),
                unusedName(RECORD_VARIABLE),
                rowCalls));
    }

    /** Returns a name that no parameter has. */
    private String unusedName(String name) {
        String candidate = name;
        while (method.hasParameter(candidate)) {
            candidate += "_";
        }
        return candidate;
    }

    /**
     * Adds an IN predicate. For an empty list, the generated code either sends no statement, and returns 0 changed
     * rows, or sends TRUE or FALSE in place of the predicate.
     */
    private void addInPredicate(SqlSegment.InPredicate inPredicate) {
        calls.endStatement();
        boolean isArray = inPredicate.container() == Container.ARRAY;
        calls.code()
                .beginControlFlow(
                        "if ($L$L)",
                        arguments.renderList(inPredicate.javaExpression()),
                        isArray ? ".length == 0" : ".isEmpty()");
        if (inPredicate.emptyListHandling() == EmptyListHandling.NO_STATEMENT) {
            calls.code().addStatement(returnsVoid() ? "return" : "return 0");
            calls.code().endControlFlow();
            addSegments(inPredicate.segments());
        } else {
            calls.code()
                    .addStatement(
                            "$L.sql($S)",
                            callVariable,
                            inPredicate.emptyListHandling().name());
            calls.code().nextControlFlow("else");
            addSegments(inPredicate.segments());
            calls.endStatement();
            calls.code().endControlFlow();
        }
    }

    private boolean returnsVoid() {
        return method.result() instanceof QueryResult.Changes<RowType> changes
                && changes.countType() == ChangeCountType.VOID;
    }

    /** Returns a literal with the name of a value in messages. */
    private String renderNameLiteral(String expression) {
        return JavaLiteral.render(expression.replace("()", ""));
    }

    private String lastPathPart(String expression) {
        String path = expression.replace("()", "");
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private void addResult() {
        if (method.result() instanceof QueryResult.Changes<RowType> changes) {
            CodeBlock changeCount = calls.end(CodeBlock.of(".execute()"));
            switch (changes.countType()) {
                case VOID -> calls.code().addStatement("$L", changeCount);
                case LONG -> calls.code().addStatement("return $L", changeCount);
                case INT -> calls.code().addStatement("return $T.toIntExact($L)", MATH, changeCount);
            }
        } else {
            calls.code().addStatement("return $L", calls.end(renderResultCall()));
        }
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
        name.ifPresent(arguments::addDereference);
        return name.orElse("null");
    }
}
