package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.ServerState;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.write.QuotedTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The conditions of a classifier, which selects the queries of a resource group.
 *
 * @param valueByKey the value of each key; several values of {@code query_type} and {@code db} are separated by commas
 */
record ResourceGroupClassifier(Map<String, String> valueByKey) {
    private static final String USER = "user";
    private static final String ROLE = "role";
    private static final String QUERY_TYPE = "query_type";
    private static final String DATABASES = "db";
    private static final String SOURCE_ADDRESS = "source_ip";

    /** The keys, in the order in which the server shows them. */
    private static final List<String> KEYS =
            List.of(USER, ROLE, QUERY_TYPE, DATABASES, SOURCE_ADDRESS, "plan_cpu_cost_range", "plan_mem_cost_range");

    private static final Pattern SHOWN_CONDITION_PATTERN =
            Pattern.compile("(\\w+)(?: in \\(([^)]*)\\)|='([^']*)'|=(\\[[^)]*\\))|=([^,)]*))");
    private static final Pattern USER_NAME_PATTERN =
            Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{1,63}/?[.a-zA-Z0-9_-]{0,63}");
    private static final Pattern LEGACY_USER_NAME_PATTERN = Pattern.compile("\\w{1,64}/?[.\\w-]{0,63}");
    private static final Pattern ROLE_NAME_PATTERN = Pattern.compile("\\w+");
    private static final Pattern RANGE_PATTERN = Pattern.compile("\\s*\\[\\s*(.+?)\\s*,\\s*(.+?)\\s*\\)\\s*");
    private static final Pattern CIDR_PATTERN = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+/(\\d+)");

    /** Parses conditions as a statement writes them. */
    static ResourceGroupClassifier parse(String text) {
        Map<String, String> valueByKey = new TreeMap<>();
        Matcher matcher = QuotedTexts.CONDITION_PATTERN.matcher(text);
        while (matcher.find()) {
            String valueList = String.join(", ", QuotedTexts.parse(matcher.group(3)));
            valueByKey.put(matcher.group(1).toLowerCase(Locale.ROOT), valueList);
        }
        return new ResourceGroupClassifier(valueByKey);
    }

    /**
     * Parses {@code (id=10375, weight=2.1, user=etl, query_type in (INSERT, SELECT))}; empty if the classifier
     * has no condition.
     */
    static Optional<ResourceGroupClassifier> parseShown(String text) {
        Map<String, String> valueByKey = new TreeMap<>();
        Matcher matcher = SHOWN_CONDITION_PATTERN.matcher(text.substring(1, text.length() - 1));
        while (matcher.find()) {
            if (KEYS.contains(matcher.group(1))) {
                String value = Stream.of(2, 3, 4, 5)
                        .map(matcher::group)
                        .filter(group -> group != null)
                        .findFirst()
                        .orElse("");
                valueByKey.put(matcher.group(1), value);
            }
        }
        return valueByKey.isEmpty()
                ? Optional.empty()
                : Optional.of(new ResourceGroupClassifier(normalizeLists(valueByKey)));
    }

    private static Map<String, String> normalizeLists(Map<String, String> valueByKey) {
        Map<String, String> normalizedValueByKey = new TreeMap<>(valueByKey);
        normalizedValueByKey.computeIfPresent(QUERY_TYPE, (key, types) -> sortList(types.toLowerCase(Locale.ROOT)));
        normalizedValueByKey.computeIfPresent(DATABASES, (key, databases) -> sortList(databases));
        return normalizedValueByKey;
    }

    private static String sortList(String valueList) {
        return Stream.of(valueList.split(",", -1))
                .map(String::trim)
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns the conditions in the form in which an object stores them.
     *
     * @throws Refusal if the server does not accept a condition
     */
    String normalize(Span span, ServerState server) {
        Map<String, String> normalizedValueByKey = normalizeLists(valueByKey);
        normalizedValueByKey.replaceAll((key, value) -> {
            if (!KEYS.contains(key)) {
                throw Refusal.ofAnalysis(span, ClusterRule.CLASSIFIER_KEY_UNKNOWN, key);
            }
            return Placeholder.isPlaceholder(value) ? value : normalizeValue(key, value, span, server);
        });
        return new ResourceGroupClassifier(normalizedValueByKey).toStatementText();
    }

    private static String normalizeValue(String key, String value, Span span, ServerState server) {
        switch (key) {
            case USER -> {
                Pattern namePattern =
                        server.profile().isAtLeast(Version.V4_1) ? USER_NAME_PATTERN : LEGACY_USER_NAME_PATTERN;
                requireValid(namePattern.matcher(value).matches(), key, value, span);
            }
            case ROLE -> requireValid(ROLE_NAME_PATTERN.matcher(value).matches(), key, value, span);
            case QUERY_TYPE -> {
                for (String queryType : value.split(", ", -1)) {
                    if (!queryType.equals("select") && !queryType.equals("insert")) {
                        throw Refusal.ofAnalysis(span, ClusterRule.CLASSIFIER_QUERY_TYPE_UNKNOWN, queryType);
                    }
                }
            }
            case DATABASES -> {
                for (String databaseName : value.split(", ", -1)) {
                    Catalog catalog = server.catalog();
                    boolean isKnown = catalog.database(databaseName).isPresent()
                            || Placeholder.isContainedIn(databaseName)
                            || !catalog.isOfWholeServer(); // a schema does not know the databases of the server
                    if (!isKnown) {
                        throw Refusal.ofAnalysis(span, ClusterRule.CLASSIFIER_DATABASE_UNKNOWN, databaseName);
                    }
                }
            }
            case SOURCE_ADDRESS -> requireValid(CIDR_PATTERN.matcher(value).matches(), key, value, span);
            default -> {
                return normalizeRange(key, value, span);
            }
        }
        return value;
    }

    private static String normalizeRange(String key, String value, Span span) {
        Matcher matcher = RANGE_PATTERN.matcher(value);
        requireRange(matcher.matches(), key, value, span);
        try {
            double minimum = Double.parseDouble(matcher.group(1));
            double maximum = Double.parseDouble(matcher.group(2));
            requireRange(Double.isFinite(minimum) && Double.isFinite(maximum) && minimum < maximum, key, value, span);
            return "[" + minimum + ", " + maximum + ")";
        } catch (NumberFormatException failure) {
            throw Refusal.ofAnalysis(span, ClusterRule.CLASSIFIER_RANGE_FORMAT, key, value);
        }
    }

    private static void requireRange(boolean isValid, String key, String value, Span span) {
        if (!isValid) {
            throw Refusal.ofAnalysis(span, ClusterRule.CLASSIFIER_RANGE_FORMAT, key, value);
        }
    }

    private static void requireValid(boolean isValid, String key, String value, Span span) {
        if (!isValid) {
            throw Refusal.ofAnalysis(span, ClusterRule.CLASSIFIER_VALUE_FORMAT, key, value);
        }
    }

    /** Returns the conditions as a statement writes them. */
    String toStatementText() {
        List<String> conditionTexts = new ArrayList<>();
        for (String key : KEYS) {
            String value = valueByKey.get(key);
            if (value != null) {
                conditionTexts.add(
                        key.equals(QUERY_TYPE)
                                ? key + " IN (" + QuotedTexts.render(List.of(value.split(", ", -1))) + ")"
                                : key + " = "
                                        + QuotedTexts.render(
                                                List.of(key.equals(DATABASES) ? value.replace(", ", ",") : value)));
            }
        }
        return String.join(", ", conditionTexts);
    }

    /** Returns the classifier as SHOW RESOURCE GROUPS prints it. */
    String toShownText(int id) {
        List<String> conditionTexts = new ArrayList<>(List.of("id=" + id, "weight=" + computeWeight()));
        for (String key : KEYS) {
            String value = valueByKey.get(key);
            if (value != null) {
                conditionTexts.add(
                        switch (key) {
                            case QUERY_TYPE -> key + " in (" + sortList(value).toUpperCase(Locale.ROOT) + ")";
                            case DATABASES -> key + "='" + value.replace(", ", ",") + "'";
                            default -> key + "=" + value;
                        });
            }
        }
        return "(" + String.join(", ", conditionTexts) + ")";
    }

    /** Computes the weight by which the server chooses between several classifiers that select the same query. */
    private double computeWeight() {
        double weight = 0;
        for (Map.Entry<String, String> conditionEntry : valueByKey.entrySet()) {
            int valueCount = conditionEntry.getValue().split(",", -1).length;
            weight += switch (conditionEntry.getKey()) {
                case QUERY_TYPE -> 1 + 0.1 / valueCount;
                case DATABASES -> 10.0 * valueCount;
                case SOURCE_ADDRESS -> {
                    Matcher matcher = CIDR_PATTERN.matcher(conditionEntry.getValue());
                    yield 1 + (matcher.matches() ? Integer.parseInt(matcher.group(1)) / 64.0 : 0);
                }
                default -> 1;
            };
        }
        return weight;
    }
}
