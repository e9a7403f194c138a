package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.function.JavaFunction;
import dev.cairn.embedded.text.TextResource;
import dev.cairn.embedded.translate.template.FunctionLibrary;
import dev.cairn.embedded.translate.template.TemplateParameter;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.WideDecimal;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A DuckDB expression that implements a function. Its placeholders begin with {@code $}. A function has the templates
 * in the resource {@code templates.txt}; if it is {@linkplain JavaFunction implemented in Java}, its call is another
 * template.
 *
 * @param isVariadic whether the last argument may be repeated
 */
record Template(List<TemplateParameter> parameters, boolean isVariadic, String sql) {
    private static final String RESOURCE_NAME = "templates.txt";
    private static final Map<String, List<Template>> TEMPLATES_BY_FUNCTION = readAll();

    private static final Pattern PLACEHOLDER_PATTERN = Pattern.compile("\\$(\\*|[0-9]+|[A-Za-z]+)");

    Template {
        parameters = List.copyOf(parameters);
    }

    /** Returns the templates of each function, in the order in which they are tried. */
    static Map<String, List<Template>> templatesByFunction() {
        return TEMPLATES_BY_FUNCTION;
    }

    static boolean hasTemplates(String functionName) {
        return TEMPLATES_BY_FUNCTION.containsKey(functionName);
    }

    /** Returns the template for a call; empty if no template of the function accepts the arguments. */
    static Optional<Template> find(String functionName, List<DuckDbExpression> arguments) {
        return TEMPLATES_BY_FUNCTION.getOrDefault(functionName, List.of()).stream()
                .filter(template -> template.accepts(arguments))
                .findFirst();
    }

    private static Map<String, List<Template>> readAll() {
        Map<String, List<Template>> templatesByFunction = new HashMap<>();
        addResourceTemplatesTo(templatesByFunction);
        for (JavaFunction function : FunctionLibrary.functions()) {
            if (!function.isHelper()) {
                addTemplate(function.names(), of(function), templatesByFunction);
            }
        }
        return Map.copyOf(templatesByFunction);
    }

    private static Template of(JavaFunction function) {
        List<TemplateParameter> parameters = function.parameterKinds().stream()
                .map(kind -> new TemplateParameter(kind.starRocksTypeName()))
                .toList();
        return new Template(parameters, false, function.duckDbName() + "($*)");
    }

    private static void addResourceTemplatesTo(Map<String, List<Template>> templatesByFunction) {
        StringBuilder entryBuilder = new StringBuilder();
        for (String line :
                TextResource.read(Template.class, RESOURCE_NAME).lines().toList()) {
            if (line.startsWith(" ")) {
                entryBuilder.append(' ').append(line.strip());
            } else {
                addEntry(entryBuilder.toString(), templatesByFunction);
                entryBuilder.setLength(0);
                entryBuilder.append(line.startsWith("#") ? "" : line);
            }
        }
        addEntry(entryBuilder.toString(), templatesByFunction);
    }

    /** Adds an entry, such as {@code lower, lcase (varchar) = lower($1)}. */
    private static void addEntry(String entry, Map<String, List<Template>> templatesByFunction) {
        if (entry.isEmpty()) {
            return;
        }
        int openingIndex = entry.indexOf('(');
        int equalsIndex = entry.indexOf(" = ");
        String joinedParameters = entry.substring(openingIndex + 1, entry.lastIndexOf(')', equalsIndex));
        List<TemplateParameter> templateParameters = Arrays.stream(joinedParameters.split(",", -1))
                .map(String::strip)
                .filter(kind -> !kind.isEmpty())
                .map(kind -> new TemplateParameter(kind.replace("...", "")))
                .toList();
        Template template =
                new Template(templateParameters, joinedParameters.endsWith("..."), entry.substring(equalsIndex + 3));
        addTemplate(Arrays.asList(entry.substring(0, openingIndex).split(",", -1)), template, templatesByFunction);
    }

    private static void addTemplate(
            List<String> names, Template template, Map<String, List<Template>> templatesByFunction) {
        for (String name : names) {
            templatesByFunction
                    .computeIfAbsent(name.strip(), function -> new ArrayList<>())
                    .add(template);
        }
    }

    boolean accepts(List<DuckDbExpression> arguments) {
        boolean acceptsAll =
                isVariadic ? arguments.size() >= parameters.size() - 1 : arguments.size() == parameters.size();
        for (int i = 0; acceptsAll && i < arguments.size(); i++) {
            acceptsAll = parameter(i).accepts(arguments.get(i).type());
        }
        return acceptsAll;
    }

    /** Returns the parameter of an argument; the last one of a variadic template has several arguments. */
    TemplateParameter parameter(int argumentIndex) {
        return parameters.get(Math.min(argumentIndex, parameters.size() - 1));
    }

    /** Returns the expression of a call, cast to the type of its result. */
    public DuckDbExpression apply(List<DuckDbExpression> arguments, Type resultType, CallClauses clauses) {
        List<String> convertedArguments = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            convertedArguments.add(parameter(i)
                    .convert(arguments.get(i), resultType, arguments)
                    .sql());
        }
        Type firstType = arguments.isEmpty() ? resultType : arguments.get(0).type();
        String filledSql = fillPlaceholders(convertedArguments, firstType, resultType, clauses);
        if (resultType.equals(TypeConstants.DATETIME)) {
            filledSql = "sr_calendar(" + filledSql + ")";
        }
        if (WideDecimal.isWide(resultType) && parameters.stream().anyMatch(TemplateParameter::isWide)) {
            return new DuckDbExpression(WideDecimal.convertFromCalculatedText(filledSql, resultType), resultType);
        }
        return CallTranslator.cast("(" + filledSql + ")", resultType);
    }

    /**
     * The clauses around the arguments of aggregate and window functions.
     *
     * @param filterAndOverClause the FILTER and OVER clauses that follow the call
     */
    public record CallClauses(
            String distinctKeyword, String orderByClause, String ignoreNullsKeyword, String filterAndOverClause) {
        public static final CallClauses NONE = new CallClauses("", "", "", "");

        public CallClauses withDistinct() {
            return new CallClauses("DISTINCT ", orderByClause, ignoreNullsKeyword, filterAndOverClause);
        }
    }

    /**
     * Replaces the placeholders: {@code $1} with an argument, {@code $*} with all arguments, and words such as {@code
     * $over} with clauses and properties of the call.
     */
    private String fillPlaceholders(List<String> arguments, Type firstType, Type resultType, CallClauses clauses) {
        return PLACEHOLDER_PATTERN
                .matcher(sql)
                .replaceAll(match -> Matcher.quoteReplacement(
                        renderReplacement(match.group(1), arguments, firstType, resultType, clauses)));
    }

    private static String renderReplacement(
            String placeholder, List<String> arguments, Type firstType, Type resultType, CallClauses clauses) {
        return switch (placeholder) {
            case "*" -> String.join(", ", arguments);
            case "rest" -> String.join(", ", arguments.subList(1, arguments.size()));
            case "values" -> String.join(", ", arguments.subList(2, arguments.size()));
            case "init" -> String.join(" || ", arguments.subList(0, arguments.size() - 1));
            case "last" -> arguments.get(arguments.size() - 1);
            case "lengths" ->
                arguments.stream()
                        .skip(1)
                        .map(array -> "len(" + array + ") = len(" + arguments.get(0) + ")")
                        .collect(Collectors.joining(", "));
            case "keys" -> renderSortFields(arguments.size());
            case "joined" -> String.join(" || ", arguments);
            case "T" -> DuckDbType.calculatedTypeName(resultType);
            case "typed" -> renderTypedValue(arguments.get(0), firstType);
            case "scale" -> String.valueOf(DuckDbType.decimalScale(resultType));
            case "scaleOfFirst" -> String.valueOf(DuckDbType.decimalScale(firstType));
            case "bitsOfFirst" -> String.valueOf(ArithmeticTranslator.countCalculationBits(firstType));
            case "distinct" -> clauses.distinctKeyword();
            case "order" -> clauses.orderByClause();
            case "ignore" -> clauses.ignoreNullsKeyword();
            case "over" -> clauses.filterAndOverClause();
            case "rows" -> clauses.filterAndOverClause().replaceFirst("\\)$", " ROWS UNBOUNDED PRECEDING)");
            default -> {
                if (!Character.isDigit(placeholder.charAt(0))) {
                    throw new IllegalArgumentException("Unknown placeholder in a template: " + placeholder);
                }
                yield arguments.get(Integer.parseInt(placeholder) - 1);
            }
        };
    }

    /**
     * Returns the fields that sort tuples {@code e} of the elements of several arrays, with NULL first. The first
     * element of a tuple is the sorted value.
     */
    private static String renderSortFields(int arrayCount) {
        List<String> fields = new ArrayList<>();
        for (int arrayNumber = 2; arrayNumber <= arrayCount; arrayNumber++) {
            String element = "e[" + arrayNumber + "]";
            fields.add("p" + arrayNumber + ": " + element + " IS NOT NULL, k" + arrayNumber + ": " + element);
        }
        return String.join(", ", fields);
    }

    /**
     * Casts a value to the DuckDB type that represents its type: DuckDB may have calculated the value in a wider one.
     */
    private static String renderTypedValue(String sql, Type type) {
        return type.equals(TypeConstants.NULL)
                ? sql
                : CallTranslator.cast(sql, type).sql();
    }
}
