package dev.cairn.processor.check.query;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.QueryDeclaration.Component;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryDeclaration.Parameter;
import dev.cairn.processor.model.SqlSegment.Presence;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.template.SqlTemplate;
import dev.cairn.sql.template.SqlTemplate.ParameterRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves each parameter of a statement to the parameter of the method to which it refers. */
record ParameterResolver(Method method, StatementFindings findings) {
    private static final Pattern KEY_CLAUSE_PATTERN =
            Pattern.compile("\\b(ORDER|GROUP|PARTITION)\\s+BY\\b", Pattern.CASE_INSENSITIVE);

    /** Returns the use of a parameter; empty if it has none, which is reported. */
    Optional<ParameterUse> resolve(SqlTemplate.Parameter writtenParameter) {
        Parameter parameter = method.findParameter(writtenParameter.name()).orElse(null);
        if (parameter != null && parameter.type() instanceof ParameterType.Directive directive) {
            reportDirective(writtenParameter, directive);
            return Optional.empty();
        }
        if (writtenParameter.role() == ParameterRole.KEY) {
            findings.addAt(
                    writtenParameter.span(),
                    CompileRule.PARAMETER_NAME,
                    writtenParameter.path(),
                    describeOrderRemedy(
                            method.sql().substring(0, writtenParameter.span().offset())));
            return Optional.empty();
        }
        if (parameter == null) {
            findings.addUnknownParameter(writtenParameter.span(), writtenParameter.name(), method.parameterNames());
            return Optional.empty();
        }
        Optional<ParameterUse> parameterUse = resolveUse(writtenParameter, parameter);
        if (parameterUse.isPresent() && !parameterUse.get().form().isSupported()) {
            findings.addTypeMismatch(
                    writtenParameter,
                    parameterUse.get().typeText(),
                    "its value has no SQL",
                    "insert rows with this value by Database.insert");
            return Optional.empty();
        }
        return parameterUse;
    }

    private void reportDirective(SqlTemplate.Parameter writtenParameter, ParameterType.Directive directive) {
        findings.addTypeMismatch(
                writtenParameter,
                directive.text(),
                "it has no value",
                switch (directive) {
                    case PAGE -> "remove it from the statement, to which LIMIT and OFFSET are added";
                    case SORT ->
                        "list its columns, as in ORDER BY /*:" + writtenParameter.name() + " price, name */ id";
                });
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

    private Optional<ParameterUse> resolveUse(SqlTemplate.Parameter writtenParameter, Parameter parameter) {
        String name = parameter.name();
        ParameterType type = parameter.type();
        if (type instanceof ParameterType.Components componentsType) {
            return resolveComponent(writtenParameter, parameter, componentsType.recordName());
        }
        if (parameter.isRecordCollection()
                && !writtenParameter.components().isEmpty()
                && type instanceof ParameterType.Values values
                && values.elementType() instanceof JavaType.Struct structType) {
            return resolveComponent(writtenParameter, parameter, structType.name());
        }
        if (!writtenParameter.components().isEmpty()) {
            reportUnknownComponent(
                    writtenParameter, name, writtenParameter.components().get(0), Set.of());
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
            if (path.isEmpty()) {
                findings.addUnknownParameter(writtenParameter.span(), parameter.name(), paths);
            } else {
                reportUnknownComponent(writtenParameter, recordName.simpleName(), path, paths);
            }
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

    private void reportUnknownComponent(
            SqlTemplate.Parameter writtenParameter, String ownerName, String name, Set<String> knownNames) {
        findings.addAt(
                writtenParameter.span(),
                CompileRule.UNKNOWN_PARAMETER,
                ownerName,
                "component",
                name,
                Suggestion.renderSuffix(name, knownNames));
    }

    private static List<Presence> createPresences(String javaExpression, @Nullable Boolean nullness) {
        return Boolean.FALSE.equals(nullness) ? List.of() : List.of(new Presence(javaExpression, false));
    }

    /**
     * Requires that a collection is the only item of its IN list, and that it is not null where it is always sent;
     * otherwise, reports this and returns false.
     */
    boolean checkCollection(SqlTemplate.Parameter writtenParameter, ParameterUse parameterUse) {
        if (parameterUse.container() == null) {
            return true;
        }
        if (writtenParameter.role() == ParameterRole.LIST_ITEM) {
            findings.addAt(
                    writtenParameter.span(),
                    CompileRule.COLLECTION_PARAMETER,
                    writtenParameter.path(),
                    "but the IN list has other items",
                    "make it the only item, as in IN (:" + writtenParameter.path() + ")");
            return false;
        }
        if (writtenParameter.optionalPartIndex() < 0 && Boolean.TRUE.equals(parameterUse.nullness())) {
            findings.addAt(
                    writtenParameter.span(),
                    CompileRule.COLLECTION_PARAMETER,
                    writtenParameter.path(),
                    "and there are none if it is null",
                    "write /*? … */ around the condition, or remove @Nullable and pass an empty collection");
            return false;
        }
        return true;
    }
}
