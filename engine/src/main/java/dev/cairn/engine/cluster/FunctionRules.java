package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.JavaFunctionForm;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.catalog.UserFunction;
import dev.cairn.engine.column.TypeRules;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.RefusalRule;
import dev.cairn.sql.write.OverloadedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rules for user-defined functions, in a database or global. Functions with the same name differ in the types of
 * their arguments. The class in the jar is not checked here: javac checks it together with the source of the
 * class.
 */
final class FunctionRules extends ClusterObjectRules {
    private static final ClusterPart RETURNS = ClusterPart.of("returns");
    private static final ClusterPart VARIANT = ClusterPart.of("variant");
    private static final ClusterPart BODY = ClusterPart.of("body");
    private static final ClusterPart CHECKSUM = ClusterPart.ofProperty("md5");
    private static final ClusterPart FILE = ClusterPart.ofProperty("file");
    private static final ClusterPart SYMBOL = ClusterPart.ofProperty("symbol");
    private static final ClusterPart LANGUAGE = ClusterPart.ofProperty("type");

    private static final String JAVA_LANGUAGE = "StarrocksJar";
    private static final String PYTHON_LANGUAGE = "Python";
    private static final String INLINE_FILE = "inline";

    /** The languages by the names under which SHOW lists them. */
    private static final Map<String, String> LANGUAGE_BY_SHOW_NAME =
            Map.of("SRJAR", JAVA_LANGUAGE, "PYTHON", PYTHON_LANGUAGE);

    /**
     * The defaults of the properties that SHOW does not list. The server ignores all properties that it does not know.
     */
    private static final Map<String, String> DEFAULT_BY_PROPERTY =
            Map.of("isolation", "isolated", "analytic", "false", "input", "scalar");

    private static final Set<ClusterPart> SHOWN_PROPERTIES = Set.of(FILE, SYMBOL, LANGUAGE, CHECKSUM);

    private static final Pattern LAST_SEGMENT_PATTERN = Pattern.compile("[^/]*$");

    private final ClusterObjectKind kind;

    FunctionRules(ClusterObjectKind kind) {
        this.kind = kind;
    }

    @Override
    RefusalRule alreadyExistsRule() {
        return ClusterRule.FUNCTION_EXISTS;
    }

    @Override
    RefusalRule notFoundRule() {
        return ClusterRule.FUNCTION_NOT_FOUND;
    }

    @Override
    boolean isExistenceCheckedLast() {
        return true;
    }

    @Override
    void checkName(Name name) {
        OverloadedName overloadedName = OverloadedName.parse(name.text());
        String functionName = overloadedName.name();
        if (!functionName.chars().allMatch(character -> Character.isLetterOrDigit(character) || character == '_')) {
            throw Refusal.ofAnalysis(name.span(), ClusterRule.FUNCTION_NAME_FORMAT, functionName);
        }
        if (Character.isDigit(functionName.charAt(0))) {
            throw Refusal.ofAnalysis(name.span(), ClusterRule.FUNCTION_NAME_WITH_DIGIT_FIRST, functionName);
        }
        parseArgumentTypes(name.text()).forEach(type -> TypeRules.check(type, name.span()));
    }

    private static List<Type> parseArgumentTypes(String name) {
        return OverloadedName.parse(name).argumentTypes().stream()
                .map(Sql::parseType)
                .toList();
    }

    /** Removes the properties that the server ignores. */
    @Override
    List<ClusterItem> prepareItems(List<ClusterItem> items, boolean isCreation) {
        return items.stream()
                .filter(item -> {
                    ClusterPart part = toLowerCase(item.part());
                    return !part.clause().equals(LANGUAGE.clause())
                            || SHOWN_PROPERTIES.contains(part)
                            || DEFAULT_BY_PROPERTY.containsKey(part.name());
                })
                .toList();
    }

    private static ClusterPart toLowerCase(ClusterPart part) {
        return new ClusterPart(part.clause(), part.name().toLowerCase(Locale.ROOT));
    }

    @Override
    Map.Entry<ClusterPart, String> normalize(ClusterItem item, ServerState server) {
        ClusterPart part = toLowerCase(item.part());
        if (part.equals(RETURNS)) {
            Type type = Sql.parseType(item.value());
            TypeRules.check(StoredTypeConverter.convert(server.profile(), type, item.span()), item.span());
            return Map.entry(part, OverloadedName.renderType(type));
        }
        if (part.equals(LANGUAGE)) {
            return Map.entry(
                    part,
                    LANGUAGE_BY_SHOW_NAME.values().stream()
                            .filter(item.value()::equalsIgnoreCase)
                            .findFirst()
                            .orElseThrow(() -> Refusal.ofAnalysis(item.span(), ClusterRule.FUNCTION_LANGUAGE_UNKNOWN)));
        }
        String value = item.value().toLowerCase(Locale.ROOT);
        return Map.entry(
                part,
                switch (part.name()) {
                    case "isolation" -> value.equals("shared") ? value : DEFAULT_BY_PROPERTY.get("isolation");
                    case "analytic" -> value.equals("true") ? value : DEFAULT_BY_PROPERTY.get("analytic");
                    case "input" -> requireKnownInput(item, value);
                    case "md5" -> value;
                    default -> item.value();
                });
    }

    private static String requireKnownInput(ClusterItem item, String value) {
        if (!value.equals("arrow") && !value.equals("scalar")) {
            throw Refusal.ofAnalysis(item.span(), ClusterRule.FUNCTION_INPUT_UNKNOWN, item.value());
        }
        return value;
    }

    @Override
    void checkDefinition(ClusterObject function, PartSpans spans, Catalog catalog) {
        Span span = spans.nameSpan();
        String language = function.parts().get(LANGUAGE);
        String file = function.parts().getOrDefault(FILE, "");
        if (language == null) {
            throw Refusal.ofAnalysis(span, ClusterRule.FUNCTION_LANGUAGE_UNKNOWN);
        }
        boolean isInline = function.parts().containsKey(BODY) && language.equals(PYTHON_LANGUAGE);
        if (isInline && !file.equals(INLINE_FILE)) {
            throw Refusal.ofAnalysis(span, ClusterRule.FUNCTION_BODY_WITHOUT_INLINE_FILE);
        }
        if (file.isEmpty()) {
            throw Refusal.ofAnalysis(span, ClusterRule.FUNCTION_PROPERTY_ABSENT, "object_file");
        }
        if (language.equals(JAVA_LANGUAGE)) {
            checkJavaTypes(function, span);
        }
        if (kind.isNamedInDatabase()
                && catalog.findDatabase(function.database()).isEmpty()) {
            throw Refusal.ofExecution(span, ServerError.UNKNOWN_DATABASE, function.database());
        }
    }

    private static void checkJavaTypes(ClusterObject function, Span span) {
        String symbol = function.parts().getOrDefault(SYMBOL, "");
        if (symbol.isEmpty()) {
            throw Refusal.ofAnalysis(span, ClusterRule.FUNCTION_PROPERTY_ABSENT, SYMBOL.name());
        }
        JavaFunctionForm form = JavaFunctionForm.of(function.parts().get(VARIANT));
        List<Type> types = new ArrayList<>(parseArgumentTypes(function.name()));
        if (form != JavaFunctionForm.TABLE) {
            types.add(0, Sql.parseType(function.parts().getOrDefault(RETURNS, "")));
        }
        for (Type type : types) {
            if (form.findJavaClass(type).isEmpty()) {
                throw Refusal.ofAnalysis(
                        span,
                        ClusterRule.FUNCTION_TYPE_UNSUPPORTED,
                        symbol,
                        form.methodName(),
                        OverloadedName.renderType(type));
            }
        }
    }

    @Override
    Catalog publish(ClusterObject function, Catalog catalog, ServerProfile profile) {
        return withdraw(function, catalog, profile).withFunction(toUserFunction(function, profile));
    }

    @Override
    Catalog withdraw(ClusterObject function, Catalog catalog, ServerProfile profile) {
        return catalog.withoutFunction(toUserFunction(function, profile));
    }

    private UserFunction toUserFunction(ClusterObject function, ServerProfile profile) {
        OverloadedName overloadedName = OverloadedName.parse(function.name());
        String returnTypeText = function.parts().getOrDefault(RETURNS, "");
        return new UserFunction(
                kind.isNamedInDatabase() ? function.database() : null,
                overloadedName.name(),
                JavaFunctionForm.of(function.parts().get(VARIANT))
                        .toKind(function.parts().containsKey(ClusterPart.ofProperty("analytic"))),
                parseArgumentTypes(function.name()).stream()
                        .map(type -> StoredTypeConverter.convert(profile, type, Span.NONE))
                        .toList(),
                overloadedName.isVariadic(),
                StoredTypeConverter.convert(profile, Sql.parseType(returnTypeText), Span.NONE));
    }

    @Override
    public Optional<String> findDefaultValue(ClusterPart part) {
        return Optional.ofNullable(DEFAULT_BY_PROPERTY.get(part.name()));
    }

    @Override
    public boolean belongsInSource(ClusterPart part) {
        return !part.equals(FILE);
    }

    /**
     * Names the placeholder of a jar after the last segment of its address, so that the functions in one jar share a
     * placeholder.
     */
    @Override
    public String placeholderName(ClusterPart part, String value) {
        Matcher segmentMatcher = LAST_SEGMENT_PATTERN.matcher(value);
        return part.equals(FILE)
                        && segmentMatcher.find()
                        && !segmentMatcher.group().isEmpty()
                ? super.placeholderName(ClusterPart.ofProperty(segmentMatcher.group()), value)
                : super.placeholderName(part, value);
    }

    @Override
    public String canonicalFullName(String fullName) {
        return OverloadedName.parse(fullName).renderWith(type -> toShownType(primitiveName(Sql.parseType(type))));
    }

    private static String primitiveName(Type type) {
        return PrimitiveType.of(type).name();
    }

    private static String toShownType(String primitiveTypeName) {
        return primitiveTypeName.replaceFirst("^(?:VAR)?CHAR$", "STRING");
    }

    @Override
    public SortedMap<String, ClusterObject> readObjects(
            QueryExecutor queryExecutor, Set<String> databaseNames, Predicate<String> isSelected) {
        SortedMap<String, ClusterObject> functions = new TreeMap<>();
        boolean isGlobal = !kind.isNamedInDatabase();
        for (String databaseName : isGlobal ? Set.of("") : databaseNames) {
            String listStatement =
                    isGlobal ? "SHOW FULL GLOBAL FUNCTIONS" : "SHOW FULL FUNCTIONS FROM `" + databaseName + "`";
            for (AnswerRow row : queryExecutor.query(listStatement)) {
                ClusterObject function = toClusterObject(row, databaseName);
                functions.put(function.fullName(), function);
            }
        }
        functions.keySet().removeIf(isSelected.negate());
        return functions;
    }

    /** Returns the function that a row of SHOW FULL FUNCTIONS shows, as far as it shows it. */
    private ClusterObject toClusterObject(AnswerRow row, String databaseName) {
        String name = OverloadedName.parse(row.text("Signature")).renderWith(FunctionRules::toShownType);
        SortedMap<ClusterPart, String> parts = new TreeMap<>();
        parts.put(RETURNS, toShownType(row.text("Return Type")));
        JavaFunctionForm form = JavaFunctionForm.ofShowFunctionsName(row.text("Function Type"));
        if (!form.variant().isEmpty()) {
            parts.put(VARIANT, form.variant());
        }
        if (JsonReader.read(row.text("Properties")) instanceof Map<?, ?> properties) {
            properties.forEach((propertyName, propertyValue) -> {
                ClusterPart part = ClusterPart.ofProperty(String.valueOf(propertyName));
                String value = String.valueOf(propertyValue);
                if (SHOWN_PROPERTIES.contains(part) && !value.isEmpty()) {
                    parts.put(part, part.equals(LANGUAGE) ? LANGUAGE_BY_SHOW_NAME.getOrDefault(value, value) : value);
                }
            });
        }
        return new ClusterObject(kind, databaseName, name, parts);
    }

    /**
     * Restores what a server does not show: lengths, nested types, the body, and the properties with defaults. Removes
     * the checksum if none is expected, because the server then computed it.
     */
    @Override
    ClusterObject reconcile(ClusterObject expectedObject, ClusterObject liveObject) {
        SortedMap<ClusterPart, String> parts = new TreeMap<>(liveObject.parts());
        String returnTypeText = expectedObject.parts().get(RETURNS);
        if (returnTypeText != null && isShownAs(returnTypeText, liveObject)) {
            parts.put(RETURNS, returnTypeText);
        }
        if (!expectedObject.parts().containsKey(CHECKSUM)) {
            parts.remove(CHECKSUM);
        }
        expectedObject.parts().forEach((part, value) -> {
            if (part.equals(BODY) || DEFAULT_BY_PROPERTY.containsKey(part.name())) {
                parts.put(part, value);
            }
        });
        return new ClusterObject(kind, liveObject.database(), expectedObject.name(), parts);
    }

    /**
     * Returns whether the server may show a return type as in the live function. It does not show the return types of
     * table functions.
     */
    private static boolean isShownAs(String returnTypeText, ClusterObject liveObject) {
        String shownType = liveObject.parts().get(RETURNS);
        return JavaFunctionForm.TABLE.variant().equals(liveObject.parts().get(VARIANT))
                || toShownType(primitiveName(Sql.parseType(returnTypeText))).equals(shownType);
    }

    @Override
    public Set<ClusterPart> unknownParts(ClusterObject function) {
        return isHiddenType(function.parts().getOrDefault(RETURNS, "")) ? Set.of(RETURNS) : Set.of();
    }

    @Override
    public Map<ClusterPart, String> alternativeByHiddenProperty(ClusterObject function) {
        return switch (JavaFunctionForm.of(function.parts().get(VARIANT))) {
            case SCALAR -> Map.of(ClusterPart.ofProperty("isolation"), "shared");
            case AGGREGATE -> Map.of(ClusterPart.ofProperty("analytic"), "true");
            case TABLE -> Map.of();
        };
    }

    /** Returns whether the server does not show a type, as for nested types and for the results of table functions. */
    private static boolean isHiddenType(String shownType) {
        return shownType.equals(PrimitiveType.INVALID_TYPE.name());
    }

    @Override
    public Optional<String> findDeclarationProblem(ClusterObject function) {
        OverloadedName overloadedName = OverloadedName.parse(function.name());
        if (!JAVA_LANGUAGE.equals(function.parts().get(LANGUAGE))) {
            return Optional.of("it is not written in Java");
        }
        if (overloadedName.isVariadic()) {
            return Optional.of("it has a variable number of arguments");
        }
        return overloadedName.argumentTypes().stream().anyMatch(FunctionRules::isHiddenType)
                ? Optional.of("the server does not show the types of its arguments")
                : Optional.empty();
    }

    @Override
    public ClusterListing list(List<ClusterObject> functions) {
        List<List<String>> rows = new ArrayList<>();
        for (ClusterObject function : functions) {
            JavaFunctionForm form = JavaFunctionForm.of(function.parts().get(VARIANT));
            String language = function.parts().get(LANGUAGE);
            Type returnType = Sql.parseType(function.parts().getOrDefault(RETURNS, ""));
            boolean isTableFunction = form == JavaFunctionForm.TABLE;
            rows.add(List.of(
                    formatSignature(function),
                    (isTableFunction ? PrimitiveType.INVALID_TYPE : PrimitiveType.of(returnType)).name(),
                    form.showFunctionsName(),
                    form == JavaFunctionForm.AGGREGATE ? PrimitiveType.VARCHAR.name() : "NULL",
                    formatProperties(
                            function, PYTHON_LANGUAGE.equals(language) ? "PYTHON" : "SRJAR", rows.size() + 1)));
        }
        return new ClusterListing(
                List.of("Signature", "Return Type", "Function Type", "Intermediate Type", "Properties"), rows);
    }

    /** Returns the name as SHOW prints it, without a space between two types. */
    private static String formatSignature(ClusterObject function) {
        OverloadedName overloadedName = OverloadedName.parse(function.name());
        String typeList = parseArgumentTypes(function.name()).stream()
                .map(FunctionRules::primitiveName)
                .collect(Collectors.joining(","));
        String ellipsis = typeList.isEmpty() ? "..." : ", ...";
        return overloadedName.name() + "(" + typeList + (overloadedName.isVariadic() ? ellipsis : "") + ")";
    }

    private static String formatProperties(ClusterObject function, String shownLanguage, int id) {
        SortedMap<ClusterPart, String> parts = function.parts();
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("fid", "-" + id);
        properties.put(SYMBOL.name(), parts.getOrDefault(SYMBOL, ""));
        properties.put(FILE.name(), parts.getOrDefault(FILE, ""));
        properties.put(LANGUAGE.name(), shownLanguage);
        properties.put(CHECKSUM.name(), parts.getOrDefault(CHECKSUM, ""));
        return JsonWriter.COMPACT.format(properties);
    }

    @Override
    public ClusterListing show(ClusterObject function) {
        return list(List.of(function));
    }
}
