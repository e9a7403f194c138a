package dev.cairn.processor.check.query;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.ParameterType.Container;
import dev.cairn.processor.model.QueryDeclaration.Component;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryDeclaration.Parameter;
import dev.cairn.processor.model.SqlSegment.Presence;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.processor.model.WrittenSql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.template.SqlTemplate;
import dev.cairn.sql.template.SqlTemplate.ParameterRole;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a statement, each with the parameter of the method to which it refers. After {@link #resolve}, each
 * parameter either has a use, or a finding explains why it could not be resolved.
 */
final class StatementParameters {
    static final String PARAMETER_NOUN = "parameter";
    private static final String COMPONENT_NOUN = "component";
    private static final Pattern KEY_CLAUSE_PATTERN =
            Pattern.compile("\\b(ORDER|GROUP|PARTITION)\\s+BY\\b", Pattern.CASE_INSENSITIVE);

    private final Method method;
    private final SqlTemplate template;
    private final StatementFindings findings;
    private final Map<SqlTemplate.Parameter, ParameterUse> useByParameter = new HashMap<>();
    private boolean isRenderable = true;

    StatementParameters(Method method, SqlTemplate template, StatementFindings findings) {
        this.method = method;
        this.template = template;
        this.findings = findings;
    }

    /** Returns the method whose annotation has the statement. */
    Method method() {
        return method;
    }

    /**
     * A place where a statement uses a parameter.
     *
     * @param type the type of the value; of an element, if the parameter holds several values for an IN list
     * @param container the type that holds the values of an IN list; null for a single value
     * @param nullness whether the value may be null; null if that is not declared
     * @param javaExpression the Java expression of the value
     * @param presences the conditions under which the value is present
     */
    record ParameterUse(
            JavaType type,
            @Nullable Container container,
            @Nullable Boolean nullness,
            String javaExpression,
            List<Presence> presences) {
        ParameterForm form() {
            return new ParameterForm(type);
        }

        /** Returns the type as the method declares it. */
        String typeText() {
            return container == null ? type.text() : new ParameterType.Values(container, type).text();
        }
    }

    SqlTemplate template() {
        return template;
    }

    /** Returns the statement as written. */
    String sql() {
        return template.text();
    }

    /** Returns the text of the statement at a span. */
    String sourceText(Span span) {
        return new WrittenSql(sql(), 0).sourceText(span);
    }

    /**
     * Resolves all parameters, and reports mistakes in them and in the optional parts. Returns whether the statement
     * can be rendered; otherwise, {@link #requireUse} fails for some parameters.
     */
    boolean resolve() {
        Set<String> usedNames = new HashSet<>();
        for (SqlTemplate.Parameter writtenParameter : template.parameters()) {
            usedNames.add(writtenParameter.name());
            resolveParameter(writtenParameter);
        }
        OptionalPartCheck partCheck = new OptionalPartCheck(this, findings);
        for (SqlTemplate.OptionalPart optionalPart : template.optionalParts()) {
            if (optionalPart.orderChoice() != null) {
                usedNames.add(optionalPart.orderChoice().parameterName());
                isRenderable &= partCheck.checkOrderChoice(optionalPart.orderChoice());
            }
        }
        boolean hasUnresolvedParameter = !isRenderable
                || template.parameters().stream()
                        .anyMatch(writtenParameter -> !useByParameter.containsKey(writtenParameter));
        for (Parameter parameter : hasUnresolvedParameter ? List.<Parameter>of() : method.parameters()) {
            if (!usedNames.contains(parameter.name()) && parameter.type() != ParameterType.Directive.PAGE) {
                reportUnused(parameter);
            }
        }
        isRenderable &= partCheck.checkParts();
        checkPageParameter();
        return isRenderable;
    }

    /** Reports a parameter that the statement does not use, or that is only a part of a text in quotes. */
    private void reportUnused(Parameter parameter) {
        Optional<QuotedParameter> quotedParameter = QuotedParameter.findIn(template.text(), parameter.name());
        if (quotedParameter.isPresent()) {
            findings.addAt(
                    quotedParameter.get().span(),
                    CompileRule.UNUSED_PARAMETER,
                    parameter.name(),
                    quotedParameter.get().describeRemedy());
        } else {
            findings.add(
                    CompileRule.UNUSED_PARAMETER,
                    parameter.place(),
                    parameter.name(),
                    "write :" + parameter.name() + " where its value belongs, or remove the parameter");
        }
    }

    /**
     * Reports a method that returns a page without one PageRequest, or that has a PageRequest without returning a page.
     */
    private void checkPageParameter() {
        List<Parameter> pageParameters = method.parameters().stream()
                .filter(parameter -> parameter.type() == ParameterType.Directive.PAGE)
                .toList();
        if (method.returnsPage() && pageParameters.size() != 1) {
            findings.add(
                    CompileRule.RESULT_TYPE,
                    method.place(),
                    method.name(),
                    "a Page",
                    "but " + (pageParameters.isEmpty() ? "no parameter says" : "several parameters say") + " which one",
                    "declare one parameter PageRequest");
        } else if (!method.returnsPage() && !pageParameters.isEmpty()) {
            findings.add(
                    CompileRule.RESULT_TYPE,
                    method.place(),
                    method.name(),
                    "no Page",
                    "but the parameter '" + pageParameters.get(0).name() + "' asks for one",
                    "return Page, or write LIMIT and OFFSET into the statement");
        }
    }

    /**
     * Returns the use of a resolved parameter.
     *
     * @throws IllegalArgumentException if the parameter is not resolved
     */
    ParameterUse requireUse(SqlTemplate.Parameter writtenParameter) {
        ParameterUse parameterUse = useByParameter.get(writtenParameter);
        if (parameterUse == null) {
            throw new IllegalArgumentException(writtenParameter.path() + " is not resolved");
        }
        return parameterUse;
    }

    /** Returns whether a parameter is resolved, and its value is always present. */
    boolean isAlwaysPresent(SqlTemplate.Parameter writtenParameter) {
        return useByParameter.containsKey(writtenParameter)
                && requireUse(writtenParameter).presences().isEmpty();
    }

    /** Returns whether a parameter may be null where the statement contains it. */
    boolean mayBeNull(SqlTemplate.Parameter writtenParameter) {
        return writtenParameter.optionalPartIndex() < 0
                && Boolean.TRUE.equals(requireUse(writtenParameter).nullness());
    }

    /** Returns the collection of records if a parameter is a component of these records; otherwise empty. */
    Optional<Parameter> findRecordCollection(SqlTemplate.Parameter writtenParameter) {
        return method.parameters().stream()
                .filter(parameter -> parameter.name().equals(writtenParameter.name())
                        && parameter.type() instanceof ParameterType.Values
                        && !parameter.componentByPath().isEmpty()
                        && !writtenParameter.components().isEmpty())
                .findFirst();
    }

    /**
     * Adds a segment that repeats the row of VALUES for each record of a collection; adds nothing if the statement has
     * no such collection. If the statement uses components of the records outside of the row, reports this and returns
     * false.
     *
     * @param change the statement; null for a query
     */
    boolean addRepeatedRowTo(@Nullable DmlStatement change, StatementSegments segments) {
        List<SqlTemplate.Parameter> rowParameters = template.parameters().stream()
                .filter(parameter -> findRecordCollection(parameter).isPresent())
                .toList();
        if (rowParameters.isEmpty()) {
            return true;
        }
        boolean isSingleRow = change instanceof DmlStatement.Insert insert
                && insert.rowSource() instanceof DmlStatement.RowSource.LiteralRows literalRows
                && literalRows.rows().size() == 1;
        Optional<Span> singleRowSpan = isSingleRow ? template.findLastValuesRow() : Optional.empty();
        for (SqlTemplate.Parameter parameter : rowParameters) {
            boolean isInsideRow = singleRowSpan
                    .filter(rowSpan -> encloses(rowSpan, parameter.span()))
                    .isPresent();
            if (!isInsideRow
                    || parameter.optionalPartIndex() >= 0
                    || !parameter.name().equals(rowParameters.get(0).name())) {
                findings.addAt(
                        parameter.span(),
                        CompileRule.COLLECTION_PARAMETER,
                        parameter.path(),
                        "one for each record of '" + parameter.name()
                                + "', and only the single row of INSERT … VALUES is sent for each record of one"
                                + " collection",
                        "call the method for each record, or pass a collection of values to IN");
                return false;
            }
        }
        segments.addRepeatedRow(
                singleRowSpan.orElseThrow(), rowParameters.get(0).name());
        return true;
    }

    private static boolean encloses(Span outerSpan, Span innerSpan) {
        return innerSpan.offset() > outerSpan.offset() && innerSpan.offset() < outerSpan.endOffset();
    }

    private void resolveParameter(SqlTemplate.Parameter writtenParameter) {
        Optional<ParameterType.Directive> directive = findDirective(writtenParameter);
        if (directive.isPresent()) {
            isRenderable = false;
            findings.addTypeMismatch(
                    writtenParameter,
                    directive.get().text(),
                    "it has no value",
                    switch (directive.get()) {
                        case PAGE -> "remove it from the statement, to which LIMIT and OFFSET are added";
                        case SORT ->
                            "list its columns, as in ORDER BY /*:" + writtenParameter.name() + " price, name */ id";
                    });
            return;
        }
        if (writtenParameter.role() == ParameterRole.KEY) {
            isRenderable = false;
            findings.addAt(
                    writtenParameter.span(),
                    CompileRule.PARAMETER_NAME,
                    writtenParameter.path(),
                    describeOrderRemedy(
                            method.sql().substring(0, writtenParameter.span().offset())));
            return;
        }
        Optional<Parameter> parameter = method.parameters().stream()
                .filter(methodParameter -> methodParameter.name().equals(writtenParameter.name()))
                .findFirst();
        if (parameter.isEmpty()) {
            List<String> names =
                    method.parameters().stream().map(Parameter::name).toList();
            reportUnknown(writtenParameter, method.name(), PARAMETER_NOUN, writtenParameter.name(), names);
            return;
        }
        Optional<ParameterUse> parameterUse = resolveUse(writtenParameter, parameter.get());
        if (parameterUse.isEmpty()) {
            isRenderable = false;
        } else if (!parameterUse.get().form().isSupported()) {
            reportUnsupported(writtenParameter, parameterUse.get());
        } else {
            useByParameter.put(writtenParameter, parameterUse.get());
            checkCollection(writtenParameter, parameterUse.get());
        }
    }

    /**
     * Describes the alternative to a parameter in ORDER BY, as the end of a message; empty in any other clause.
     *
     * @param precedingText the statement up to the parameter; its last ORDER BY, GROUP BY or PARTITION BY counts
     */
    static String describeOrderRemedy(String precedingText) {
        String keyword = "";
        Matcher clauseMatcher = KEY_CLAUSE_PATTERN.matcher(precedingText);
        while (clauseMatcher.find()) {
            keyword = clauseMatcher.group(1);
        }
        return keyword.equalsIgnoreCase("ORDER")
                ? ", or list the columns in ORDER BY /*:sort name */ id, with a parameter of the type Sort"
                : "";
    }

    private Optional<ParameterType.Directive> findDirective(SqlTemplate.Parameter writtenParameter) {
        return method.parameters().stream()
                .filter(parameter -> parameter.name().equals(writtenParameter.name()))
                .map(Parameter::type)
                .filter(ParameterType.Directive.class::isInstance)
                .map(ParameterType.Directive.class::cast)
                .findFirst();
    }

    private void reportUnknown(
            SqlTemplate.Parameter writtenParameter,
            String ownerName,
            String noun,
            String name,
            Collection<String> knownNames) {
        isRenderable = false;
        findings.addAt(
                writtenParameter.span(),
                CompileRule.UNKNOWN_PARAMETER,
                ownerName,
                noun,
                name,
                Suggestion.renderSuffix(name, knownNames));
    }

    private void reportUnsupported(SqlTemplate.Parameter writtenParameter, ParameterUse parameterUse) {
        isRenderable = false;
        findings.addTypeMismatch(
                writtenParameter,
                parameterUse.typeText(),
                "its value has no SQL",
                "insert rows with this value by Database.insert");
    }

    private Optional<ParameterUse> resolveUse(SqlTemplate.Parameter writtenParameter, Parameter parameter) {
        String name = parameter.name();
        ParameterType type = parameter.type();
        if (type instanceof ParameterType.Components componentsType) {
            return resolveComponent(writtenParameter, parameter, componentsType.recordName());
        }
        if (findRecordCollection(writtenParameter).isPresent()
                && type instanceof ParameterType.Values values
                && values.elementType() instanceof JavaType.Struct structType) {
            return resolveComponent(writtenParameter, parameter, structType.name());
        }
        if (!writtenParameter.components().isEmpty()) {
            reportUnknown(
                    writtenParameter,
                    name,
                    COMPONENT_NOUN,
                    writtenParameter.components().get(0),
                    Set.of());
            return Optional.empty();
        }
        boolean isOptional = type instanceof ParameterType.OptionalType;
        ParameterType presentType =
                type instanceof ParameterType.OptionalType optionalType ? optionalType.presentType() : type;
        Boolean nullness = isOptional ? Boolean.TRUE : parameter.nullness();
        List<Presence> presences =
                isOptional ? List.of(new Presence(name, true)) : createPresences(name, parameter.nullness());
        if (presentType instanceof ParameterType.Values values) {
            return Optional.of(
                    writtenParameter.role() == ParameterRole.VALUE
                            ? new ParameterUse(
                                    new JavaType.JavaListType(values.elementType()), null, nullness, name, presences)
                            : new ParameterUse(values.elementType(), values.container(), nullness, name, presences));
        }
        JavaType javaType = ((ParameterType.Value) presentType).type();
        return Optional.of(new ParameterUse(javaType, null, nullness, name, presences));
    }

    private Optional<ParameterUse> resolveComponent(
            SqlTemplate.Parameter writtenParameter, Parameter parameter, JavaClassName recordName) {
        String path = String.join(".", writtenParameter.components());
        Component component = parameter.componentByPath().get(path);
        if (component == null) {
            Set<String> paths = new TreeSet<>(parameter.componentByPath().keySet());
            paths.remove("");
            reportUnknown(
                    writtenParameter,
                    path.isEmpty() ? method.name() : recordName.simpleName(),
                    path.isEmpty() ? PARAMETER_NOUN : COMPONENT_NOUN,
                    path.isEmpty() ? parameter.name() : path,
                    paths);
            return Optional.empty();
        }
        StringBuilder javaExpression = new StringBuilder(parameter.name());
        List<Presence> presences = new ArrayList<>(createPresences(parameter.name(), parameter.nullness()));
        StringBuilder pathPrefix = new StringBuilder();
        for (String name : writtenParameter.components()) {
            javaExpression.append('.').append(name).append("()");
            pathPrefix.append(pathPrefix.length() == 0 ? "" : ".").append(name);
            Component pathComponent = parameter.componentByPath().get(pathPrefix.toString());
            boolean isPrimitive = pathComponent != null && pathComponent.type().isPrimitive();
            if (!isPrimitive) {
                presences.addAll(createPresences(
                        javaExpression.toString(), pathComponent == null ? null : pathComponent.nullness()));
            }
        }
        return Optional.of(
                new ParameterUse(component.type(), null, component.nullness(), javaExpression.toString(), presences));
    }

    private static List<Presence> createPresences(String javaExpression, @Nullable Boolean nullness) {
        return Boolean.FALSE.equals(nullness) ? List.of() : List.of(new Presence(javaExpression, false));
    }

    /** Checks that a collection is the only item of its IN list, and that it is not null where it is always sent. */
    private void checkCollection(SqlTemplate.Parameter writtenParameter, ParameterUse parameterUse) {
        if (parameterUse.container() == null) {
            return;
        }
        if (writtenParameter.role() == ParameterRole.LIST_ITEM) {
            isRenderable = false;
            findings.addAt(
                    writtenParameter.span(),
                    CompileRule.COLLECTION_PARAMETER,
                    writtenParameter.path(),
                    "but the IN list has other items",
                    "make it the only item, as in IN (:" + writtenParameter.path() + ")");
        } else if (writtenParameter.optionalPartIndex() < 0 && Boolean.TRUE.equals(parameterUse.nullness())) {
            isRenderable = false;
            findings.addAt(
                    writtenParameter.span(),
                    CompileRule.COLLECTION_PARAMETER,
                    writtenParameter.path(),
                    "and there are none if it is null",
                    "write /*? … */ around the condition, or remove @Nullable and pass an empty collection");
        }
    }
}
