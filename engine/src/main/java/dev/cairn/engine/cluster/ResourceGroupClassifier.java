package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.ServerState;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.write.JoinedTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The conditions of a classifier, which selects the queries of a resource group.
 *
 * @param valuesByKey the values of each key: {@code query_type} and {@code db} may have several, which are sorted
 */
record ResourceGroupClassifier(Map<String, List<String>> valuesByKey) {
    private static final String USER = "user";
    private static final String ROLE = "role";
    private static final String QUERY_TYPE = "query_type";
    private static final String DATABASES = "db";
    private static final String SOURCE_ADDRESS = "source_ip";

    /** The keys, in the order in which the server shows them. */
    private static final List<String> KEYS =
            List.of(USER, ROLE, QUERY_TYPE, DATABASES, SOURCE_ADDRESS, "plan_cpu_cost_range", "plan_mem_cost_range");

    /** A condition of SHOW, such as {@code user=etl}, {@code query_type in (INSERT, SELECT)} or {@code db='a,b'}. */
    private static final Pattern SHOWN_CONDITION_PATTERN = Pattern.compile(
            "(?<key>\\w+)" + "(?: in \\((?<list>[^)]*)\\)|='(?<text>[^']*)'|=(?<range>\\[[^)]*\\))|=(?<word>[^,)]*))");

    /** The names of users since 4.1; {@link #LEGACY_USER_NAME_PATTERN} is for older servers. */
    private static final Pattern USER_NAME_PATTERN =
            Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{1,63}/?[.a-zA-Z0-9_-]{0,63}");

    private static final Pattern LEGACY_USER_NAME_PATTERN = Pattern.compile("\\w{1,64}/?[.\\w-]{0,63}");
    private static final Pattern ROLE_NAME_PATTERN = Pattern.compile("\\w+");
    private static final Pattern RANGE_PATTERN = Pattern.compile("\\s*\\[\\s*(.+?)\\s*,\\s*(.+?)\\s*\\)\\s*");
    private static final Pattern CIDR_PATTERN = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+/(\\d+)");

    /** Parses conditions as a statement writes them. */
    static ResourceGroupClassifier parse(String text) {
        Map<String, List<String>> valuesByKey = new TreeMap<>();
        Matcher matcher = JoinedTexts.CONDITION_PATTERN.matcher(text);
        while (matcher.find()) {
            String key = matcher.group(1).toLowerCase(Locale.ROOT);
            valuesByKey.put(key, toValues(key, JoinedTexts.parse(matcher.group(3))));
        }
        return new ResourceGroupClassifier(valuesByKey);
    }

    /**
     * Parses a classifier as SHOW prints it, such as {@code (id=10375, weight=2.1, user=etl, query_type in (INSERT,
     * SELECT))}; empty if the classifier has no condition.
     */
    static Optional<ResourceGroupClassifier> parseShown(String text) {
        Map<String, List<String>> valuesByKey = new TreeMap<>();
        Matcher matcher = SHOWN_CONDITION_PATTERN.matcher(text.substring(1, text.length() - 1));
        while (matcher.find()) {
            String key = matcher.group("key");
            if (KEYS.contains(key)) {
                String value = Stream.of("list", "text", "range", "word")
                        .map(matcher::group)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse("");
                valuesByKey.put(key, toValues(key, List.of(value)));
            }
        }
        return valuesByKey.isEmpty() ? Optional.empty() : Optional.of(new ResourceGroupClassifier(valuesByKey));
    }

    private static List<String> toValues(String key, List<String> texts) {
        return switch (key) {
            case QUERY_TYPE ->
                splitAndSort(texts.stream()
                        .map(types -> types.toLowerCase(Locale.ROOT))
                        .toList());
            case DATABASES -> splitAndSort(texts);
            default -> List.of(String.join(", ", texts));
        };
    }

    private static List<String> splitAndSort(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(String::trim)
                .sorted()
                .distinct()
                .toList();
    }

    /**
     * Returns the conditions in the form in which an object stores them.
     *
     * @throws Refusal if the server does not accept a condition
     */
    String toStoredText(Span span, ServerState server) {
        Map<String, List<String>> storedValuesByKey = new TreeMap<>(valuesByKey);
        storedValuesByKey.replaceAll((key, values) -> {
            if (!KEYS.contains(key)) {
                throw Refusal.ofAnalysis(span, ClusterRule.CLASSIFIER_KEY_UNKNOWN, key);
            }
            boolean isPlaceholder = values.size() == 1 && Placeholder.isPlaceholder(values.get(0));
            return isPlaceholder ? values : checkAndNormalize(key, values, span, server);
        });
        return new ResourceGroupClassifier(storedValuesByKey).toStatementText();
    }

    private static List<String> checkAndNormalize(String key, List<String> values, Span span, ServerState server) {
        String value = values.get(0);
        switch (key) {
            case USER -> {
                Pattern namePattern =
                        server.profile().isAtLeast(Version.V4_1) ? USER_NAME_PATTERN : LEGACY_USER_NAME_PATTERN;
                requireFormat(
                        namePattern.matcher(value).matches(), ClusterRule.CLASSIFIER_VALUE_FORMAT, key, value, span);
            }
            case ROLE ->
                requireFormat(
                        ROLE_NAME_PATTERN.matcher(value).matches(),
                        ClusterRule.CLASSIFIER_VALUE_FORMAT,
                        key,
                        value,
                        span);
            case QUERY_TYPE -> {
                for (String queryType : values) {
                    if (!queryType.equals("select") && !queryType.equals("insert")) {
                        throw Refusal.ofAnalysis(span, ClusterRule.CLASSIFIER_QUERY_TYPE_UNKNOWN, queryType);
                    }
                }
            }
            case DATABASES -> {
                for (String databaseName : values) {
                    Catalog catalog = server.catalog();
                    boolean isKnown = catalog.findDatabase(databaseName).isPresent()
                            || Placeholder.isContainedIn(databaseName)
                            || !catalog.isOfWholeServer(); // a schema does not know the databases of the server
                    if (!isKnown) {
                        throw Refusal.ofAnalysis(span, ClusterRule.CLASSIFIER_DATABASE_UNKNOWN, databaseName);
                    }
                }
            }
            case SOURCE_ADDRESS ->
                requireFormat(
                        CIDR_PATTERN.matcher(value).matches(), ClusterRule.CLASSIFIER_VALUE_FORMAT, key, value, span);
            default -> {
                return List.of(normalizeRange(key, value, span));
            }
        }
        return values;
    }

    private static String normalizeRange(String key, String value, Span span) {
        Matcher matcher = RANGE_PATTERN.matcher(value);
        requireFormat(matcher.matches(), ClusterRule.CLASSIFIER_RANGE_FORMAT, key, value, span);
        try {
            double minimum = Double.parseDouble(matcher.group(1));
            double maximum = Double.parseDouble(matcher.group(2));
            boolean isRange = Double.isFinite(minimum) && Double.isFinite(maximum) && minimum < maximum;
            requireFormat(isRange, ClusterRule.CLASSIFIER_RANGE_FORMAT, key, value, span);
            return "[" + minimum + ", " + maximum + ")";
        } catch (NumberFormatException failure) {
            throw Refusal.ofAnalysis(span, ClusterRule.CLASSIFIER_RANGE_FORMAT, key, value);
        }
    }

    private static void requireFormat(boolean isValid, ClusterRule rule, String key, String value, Span span) {
        if (!isValid) {
            throw Refusal.ofAnalysis(span, rule, key, value);
        }
    }

    /** Returns the conditions as a statement writes them. */
    String toStatementText() {
        List<String> conditionTexts = new ArrayList<>();
        for (String key : KEYS) {
            List<String> values = valuesByKey.get(key);
            if (values != null) {
                conditionTexts.add(
                        key.equals(QUERY_TYPE)
                                ? key + " IN (" + JoinedTexts.render(values) + ")"
                                : key + " = " + JoinedTexts.render(List.of(String.join(",", values))));
            }
        }
        return String.join(", ", conditionTexts);
    }

    /** Returns the classifier as SHOW RESOURCE GROUPS prints it. */
    String toShownText(int id) {
        List<String> conditionTexts = new ArrayList<>(List.of("id=" + id, "weight=" + computeWeight()));
        for (String key : KEYS) {
            List<String> values = valuesByKey.get(key);
            if (values != null) {
                conditionTexts.add(
                        switch (key) {
                            case QUERY_TYPE ->
                                key + " in (" + String.join(", ", values).toUpperCase(Locale.ROOT) + ")";
                            case DATABASES -> key + "='" + String.join(",", values) + "'";
                            default -> key + "=" + values.get(0);
                        });
            }
        }
        return "(" + String.join(", ", conditionTexts) + ")";
    }

    /**
     * Computes the weight by which the server chooses between several classifiers that select the same query.
     * Fewer query types, more databases and a longer prefix of the address weigh more, as on the server.
     */
    private double computeWeight() {
        double weight = 0;
        for (Map.Entry<String, List<String>> conditionEntry : valuesByKey.entrySet()) {
            List<String> values = conditionEntry.getValue();
            weight += switch (conditionEntry.getKey()) {
                case QUERY_TYPE -> 1 + 0.1 / values.size();
                case DATABASES -> 10.0 * values.size();
                case SOURCE_ADDRESS -> {
                    Matcher matcher = CIDR_PATTERN.matcher(values.get(0));
                    yield 1 + (matcher.matches() ? Integer.parseInt(matcher.group(1)) / 64.0 : 0);
                }
                default -> 1;
            };
        }
        return weight;
    }
}
