package dev.cairn.engine.cluster;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObject;
import dev.cairn.engine.context.ServerState;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import dev.cairn.sql.token.RefusalRule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The rules for resource groups. The number of cores of the servers is unknown when a schema is compiled, so only the
 * server checks the limits that depend on this number.
 */
final class ResourceGroupRules extends ClusterObjectRules {
    private static final int UNKNOWN_GROUP_ERRNO = 5079;
    private static final String TYPE = "type";
    private static final String MEMORY_LIMIT = "mem_limit";
    private static final String MEMORY_POOL = "mem_pool";
    private static final String SPILL_THRESHOLD = "spill_mem_limit_threshold";
    private static final String WAREHOUSES = "warehouses";
    private static final String CPU_WEIGHT = "cpu_weight";
    private static final String CPU_WEIGHT_PERCENT = "cpu_weight_percent";
    private static final String EXCLUSIVE_CORES = "exclusive_cpu_cores";
    private static final String EXCLUSIVE_PERCENT = "exclusive_cpu_percent";
    private static final String MAX_CORES = "max_cpu_cores";
    private static final String CONCURRENCY_LIMIT = "concurrency_limit";
    private static final String BIG_QUERY_SECONDS_LIMIT = "big_query_cpu_second_limit";

    /** The largest limit in seconds, which the server converts to a 64-bit number of nanoseconds. */
    private static final long MAX_BIG_QUERY_SECONDS = Long.MAX_VALUE / 1_000_000_000L;

    private static final String SHORT_QUERY_GROUP_TYPE = "SHORT_QUERY";
    private static final String MATERIALIZED_VIEW_GROUP_TYPE = "MV";
    private static final String NORMAL_GROUP_TYPE = "NORMAL";
    private static final String CLASSIFIER_CLAUSE = "classifier";

    /** The column of SHOW with the classifiers; a row shows one of them. */
    private static final String CLASSIFIERS_COLUMN = "classifiers";

    private static final String LEGACY_CPU_WEIGHT = "cpu_core_limit";
    private static final List<String> GROUP_TYPES =
            List.of(MATERIALIZED_VIEW_GROUP_TYPE, NORMAL_GROUP_TYPE, SHORT_QUERY_GROUP_TYPE);

    /** The shares of the CPU. A group sets exactly one of them; each of the others is 0. */
    private static final List<String> CPU_SHARES =
            List.of(CPU_WEIGHT, CPU_WEIGHT_PERCENT, EXCLUSIVE_CORES, EXCLUSIVE_PERCENT);

    /** The limits. A limit that is not set is 0. */
    private static final List<String> LIMITS = List.of(
            MAX_CORES, CONCURRENCY_LIMIT, BIG_QUERY_SECONDS_LIMIT, "big_query_scan_rows_limit", "big_query_mem_limit");

    /** The properties that older servers do not know, with the first version that knows each of them. */
    private static final Map<String, Version> FIRST_VERSION_BY_PROPERTY = Map.of(
            MEMORY_POOL, Version.V4_0,
            CPU_WEIGHT_PERCENT, Version.V4_1,
            EXCLUSIVE_PERCENT, Version.V4_1,
            WAREHOUSES, Version.V4_1);

    /** The defaults of the properties that are not numbers, as the server shows them. */
    private static final Map<String, String> DEFAULT_BY_PROPERTY =
            Map.of(TYPE, NORMAL_GROUP_TYPE, MEMORY_POOL, "default_mem_pool", SPILL_THRESHOLD, "100%", WAREHOUSES, "");

    private static final List<String> SHOWN_COLUMNS = List.of(
            "name",
            "id",
            CPU_WEIGHT,
            CPU_WEIGHT_PERCENT,
            EXCLUSIVE_CORES,
            EXCLUSIVE_PERCENT,
            MEMORY_LIMIT,
            MAX_CORES,
            BIG_QUERY_SECONDS_LIMIT,
            "big_query_scan_rows_limit",
            "big_query_mem_limit",
            CONCURRENCY_LIMIT,
            SPILL_THRESHOLD,
            TYPE,
            CLASSIFIERS_COLUMN,
            MEMORY_POOL,
            WAREHOUSES);

    /** The columns that show {@code null} instead of 0. */
    private static final Set<String> NULLABLE_COLUMNS =
            Set.of(CPU_WEIGHT_PERCENT, EXCLUSIVE_PERCENT, MAX_CORES, CONCURRENCY_LIMIT);

    @Override
    RefusalRule alreadyExistsRule() {
        return ClusterRule.GROUP_EXISTS;
    }

    @Override
    RefusalRule notFoundRule() {
        return ClusterRule.GROUP_NOT_FOUND;
    }

    @Override
    Refusal createNotFoundRefusal(Name name) {
        return Refusal.ofExecution(name.span(), notFoundRule(), name);
    }

    @Override
    public boolean isBuiltIn(String name) {
        return ServerState.BUILT_IN_RESOURCE_GROUPS.contains(name);
    }

    /** The properties of the groups that each server has can be changed; no catalog has these groups. */
    @Override
    boolean isAlterableIfMissing(Name name) {
        return isBuiltIn(name.text());
    }

    @Override
    void checkAlterStatement(AlterClusterObject alter) {
        Name name = alter.name().lastPart();
        boolean changesClassifiers = alter.changes().stream()
                .anyMatch(change -> change.items().isEmpty()
                        || change.items().stream().anyMatch(item -> isClassifier(item.part())));
        if (isBuiltIn(name.text()) && changesClassifiers) {
            throw Refusal.ofAnalysis(name.span(), ClusterRule.BUILT_IN_GROUP_CLASSIFIED, name);
        }
    }

    @Override
    public boolean isShownToEveryone() {
        return true;
    }

    @Override
    public Refusal createShowNotFoundRefusal(Name name) {
        String message = "Getting analyzing error. Detail message: Unknown resource group '" + name + "' .";
        return new Refusal(UNKNOWN_GROUP_ERRNO, RefusalRule.GENERAL_SQL_STATE, message, name.span());
    }

    @Override
    void checkDrop(Name name, Catalog catalog) {
        if (isBuiltIn(name.text())) {
            throw Refusal.ofAnalysis(name.span(), ClusterRule.BUILT_IN_GROUP_DROPPED, name);
        }
    }

    @Override
    public List<String> allowedValues(ClusterPart part) {
        return part.equals(ClusterPart.ofProperty(TYPE)) ? GROUP_TYPES : List.of();
    }

    @Override
    Map.Entry<ClusterPart, String> normalize(ClusterItem item, ServerState server) {
        if (isClassifier(item.part())) {
            return Map.entry(
                    new ClusterPart(
                            CLASSIFIER_CLAUSE,
                            ResourceGroupClassifier.parse(item.part().name()).toStoredText(item.span(), server)),
                    "");
        }
        String declaredName = item.part().name().toLowerCase(Locale.ROOT);
        String name = declaredName.equals(LEGACY_CPU_WEIGHT) ? CPU_WEIGHT : declaredName;
        Version firstVersion = FIRST_VERSION_BY_PROPERTY.getOrDefault(name, Version.V3_5);
        if (!server.profile().isAtLeast(firstVersion)) {
            throw Refusal.ofAnalysis(
                    item.span(), ClusterRule.GROUP_PROPERTY_UNKNOWN, item.part().name());
        }
        return Map.entry(ClusterPart.ofProperty(name), normalizeProperty(name, item));
    }

    @Override
    public Set<String> propertyNames() {
        Set<String> names = new TreeSet<>(DEFAULT_BY_PROPERTY.keySet());
        names.addAll(CPU_SHARES);
        names.addAll(LIMITS);
        names.addAll(List.of(MEMORY_LIMIT, LEGACY_CPU_WEIGHT));
        return names;
    }

    private static String normalizeProperty(String name, ClusterItem item) {
        String value = item.value();
        if (name.equals(MEMORY_LIMIT) || name.equals(SPILL_THRESHOLD)) {
            return normalizeMemoryShare(name, item);
        }
        if (CPU_SHARES.contains(name) || LIMITS.contains(name)) {
            return normalizeNumber(name, item);
        }
        if (name.equals(TYPE)) {
            String type = value.toUpperCase(Locale.ROOT);
            if (!GROUP_TYPES.contains(type)) {
                throw Refusal.ofAnalysis(item.span(), ClusterRule.GROUP_TYPE_UNKNOWN);
            }
            return type;
        }
        if (name.equals(WAREHOUSES)) {
            return String.join(",", List.of(value.trim().split("\\s*,\\s*", -1)));
        }
        if (!name.equals(MEMORY_POOL)) {
            throw Refusal.ofAnalysis(
                    item.span(), ClusterRule.GROUP_PROPERTY_UNKNOWN, item.part().name());
        }
        return value;
    }

    /** Returns a number as the server stores it; a negative number that the server accepts becomes 0. */
    private static String normalizeNumber(String name, ClusterItem item) {
        long number;
        try {
            number = name.startsWith("big_query") ? Long.parseLong(item.value()) : Integer.parseInt(item.value());
        } catch (NumberFormatException failure) {
            throw Refusal.ofAnalysis(
                    item.span(), ClusterRule.GROUP_NUMBER_FORMAT, item.part().name(), item.value());
        }
        boolean isPercent = name.endsWith("percent");
        int maxNumber = name.equals(EXCLUSIVE_PERCENT) ? 99 : 100;
        if (isPercent && (number < 0 || number > maxNumber)) {
            throw Refusal.ofAnalysis(
                    item.span(),
                    ClusterRule.GROUP_NUMBER_OUT_OF_RANGE,
                    name,
                    maxNumber == 100 ? "[0, 100]" : "[0, 100)");
        }
        if (name.equals(BIG_QUERY_SECONDS_LIMIT) && number > MAX_BIG_QUERY_SECONDS) {
            throw Refusal.ofAnalysis(
                    item.span(), ClusterRule.GROUP_NUMBER_OUT_OF_RANGE, name, "[0, " + MAX_BIG_QUERY_SECONDS + "]");
        }
        if (LIMITS.contains(name) && !name.equals(MAX_CORES) && number < 0) {
            boolean isConcurrency = name.equals(CONCURRENCY_LIMIT);
            throw Refusal.ofAnalysis(
                    item.span(),
                    ClusterRule.GROUP_NUMBER_NEGATIVE,
                    name,
                    isConcurrency ? "be " : "",
                    isConcurrency ? "" : " or equal to 0");
        }
        return String.valueOf(Math.max(number, 0));
    }

    /** Returns a share of the memory in percent: {@code 0.2} and {@code 20%} are the same. */
    private static String normalizeMemoryShare(String name, ClusterItem item) {
        boolean isPercent = item.value().endsWith("%");
        double share;
        try {
            share = isPercent
                    ? Double.parseDouble(item.value().substring(0, item.value().length() - 1)) / 100
                    : Double.parseDouble(item.value());
        } catch (NumberFormatException failure) {
            throw Refusal.ofAnalysis(
                    item.span(), ClusterRule.GROUP_NUMBER_FORMAT, item.part().name(), item.value());
        }
        boolean isInRange = share > 0 && (name.equals(MEMORY_LIMIT) ? share <= 1 : share < 1);
        if (!isInRange) {
            String rangeEnd = name.equals(MEMORY_LIMIT) ? "1.00(include)" : "1.00(exclude)";
            throw Refusal.ofAnalysis(
                    item.span(), ClusterRule.GROUP_NUMBER_OUT_OF_RANGE, name, "0.00(exclude) to " + rangeEnd);
        }
        return formatPercent(share * 100, name);
    }

    private static String formatPercent(double percent, String name) {
        // The server shows a threshold with at most two decimal places, and a limit with the rounding error of a
        // multiplication by 100. A precision of ten digits removes this error.
        String digits = name.equals(SPILL_THRESHOLD)
                ? new DecimalFormat("#.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(percent)
                : new BigDecimal(percent, new MathContext(10))
                        .stripTrailingZeros()
                        .toPlainString();
        return digits + "%";
    }

    @Override
    void checkAlteration(ClusterItem item, ClusterObject currentObject) {
        if (isClassifier(item.part())) {
            return;
        }
        String propertyName = item.part().name().toLowerCase(Locale.ROOT);
        boolean isUnknownValue = Placeholder.isPlaceholder(item.value());
        if (propertyName.equals(TYPE)) {
            throw Refusal.ofAnalysis(item.span(), ClusterRule.GROUP_TYPE_IMMUTABLE);
        }
        String poolName = effectiveValue(currentObject, MEMORY_POOL);
        boolean hasCustomPool = !poolName.equals(DEFAULT_BY_PROPERTY.get(MEMORY_POOL));
        if (propertyName.equals(MEMORY_POOL) && !isUnknownValue && !item.value().equals(poolName)) {
            throw Refusal.ofExecution(item.span(), ClusterRule.GROUP_POOL_IMMUTABLE, poolName);
        }
        if (propertyName.equals(MEMORY_LIMIT)
                && hasCustomPool
                && !isUnknownValue
                && !normalizeMemoryShare(MEMORY_LIMIT, item).equals(effectiveValue(currentObject, MEMORY_LIMIT))) {
            throw Refusal.ofExecution(item.span(), ClusterRule.GROUP_POOL_MEMORY_IMMUTABLE, poolName);
        }
    }

    @Override
    void checkAlteredItems(List<ClusterItem> items) {
        boolean hasOnlyPool = !items.isEmpty()
                && items.stream().allMatch(item -> item.part().name().equalsIgnoreCase(MEMORY_POOL));
        if (hasOnlyPool) {
            throw Refusal.ofAnalysis(items.get(0).span(), ClusterRule.GROUP_CHANGE_EMPTY);
        }
    }

    @Override
    void checkCreation(ClusterObject group, CreateClusterObject create, Catalog catalog) {
        Span span = create.name().lastPart().span();
        checkDefinition(group, PartSpans.of(create), Catalog.EMPTY); // the server looks at the properties first
        if (!hasClassifier(group)
                && !effectiveValue(group, TYPE).equals(MATERIALIZED_VIEW_GROUP_TYPE)
                && !isBuiltIn(group.name())) {
            throw Refusal.ofExecution(span, ClusterRule.GROUP_WITHOUT_CLASSIFIER);
        }
    }

    @Override
    void checkDefinition(ClusterObject group, PartSpans spans, Catalog catalog) {
        Span span = spans.nameSpan();
        String type = effectiveValue(group, TYPE);
        List<String> declaredShares = CPU_SHARES.stream()
                .filter(share -> !effectiveValue(group, share).equals("0"))
                .toList();
        if (declaredShares.size() != 1) {
            throw Refusal.ofAnalysis(
                    span,
                    declaredShares.isEmpty() ? ClusterRule.GROUP_WITHOUT_SHARE : ClusterRule.GROUP_WITH_SEVERAL_SHARES);
        }
        if (type.equals(SHORT_QUERY_GROUP_TYPE) && !declaredShares.get(0).equals(CPU_WEIGHT)) {
            throw Refusal.ofAnalysis(
                    spans.of(ClusterPart.ofProperty(TYPE)), ClusterRule.GROUP_OF_SHORT_QUERIES, declaredShares.get(0));
        }
        if (!effectiveValue(group, WAREHOUSES).isEmpty()) {
            for (String coresProperty : List.of(CPU_WEIGHT, EXCLUSIVE_CORES, MAX_CORES)) {
                if (!effectiveValue(group, coresProperty).equals("0")) {
                    throw Refusal.ofAnalysis(
                            spans.of(ClusterPart.ofProperty(coresProperty)),
                            ClusterRule.GROUP_OF_WAREHOUSES,
                            coresProperty);
                }
            }
        }
        if (!group.parts().containsKey(ClusterPart.ofProperty(MEMORY_LIMIT))) {
            throw Refusal.ofAnalysis(span, ClusterRule.GROUP_PROPERTY_ABSENT, MEMORY_LIMIT);
        }
        requireNoClassifierInMaterializedViewGroup(group, type, span);
        checkAgainstOtherGroups(group, type, span, catalog);
    }

    private static void requireNoClassifierInMaterializedViewGroup(ClusterObject group, String type, Span span) {
        if (hasClassifier(group) && type.equals(MATERIALIZED_VIEW_GROUP_TYPE)) {
            throw Refusal.ofExecution(span, ClusterRule.GROUP_OF_VIEWS_WITH_CLASSIFIER);
        }
    }

    private static boolean isClassifier(ClusterPart part) {
        return part.clause().equals(CLASSIFIER_CLAUSE);
    }

    private static boolean hasClassifier(ClusterObject group) {
        return group.parts().keySet().stream().anyMatch(ResourceGroupRules::isClassifier);
    }

    private static void checkAgainstOtherGroups(ClusterObject group, String type, Span span, Catalog catalog) {
        String poolName = effectiveValue(group, MEMORY_POOL);
        for (ClusterObject otherGroup : catalog.clusterObjects().objects().values()) {
            if (otherGroup.kind() != ClusterObjectKind.RESOURCE_GROUP
                    || otherGroup.name().equals(group.name())) {
                continue;
            }
            if (type.equals(SHORT_QUERY_GROUP_TYPE)
                    && effectiveValue(otherGroup, TYPE).equals(SHORT_QUERY_GROUP_TYPE)) {
                throw Refusal.ofExecution(span, ClusterRule.SECOND_GROUP_OF_SHORT_QUERIES, otherGroup.name());
            }
            String memoryLimit = effectiveValue(group, MEMORY_LIMIT);
            boolean areLimitsKnown = !Placeholder.isPlaceholder(memoryLimit)
                    && !Placeholder.isPlaceholder(effectiveValue(otherGroup, MEMORY_LIMIT));
            if (areLimitsKnown
                    && !poolName.equals(DEFAULT_BY_PROPERTY.get(MEMORY_POOL))
                    && poolName.equals(effectiveValue(otherGroup, MEMORY_POOL))
                    && !memoryLimit.equals(effectiveValue(otherGroup, MEMORY_LIMIT))) {
                throw Refusal.ofExecution(span, ClusterRule.GROUP_POOL_MEMORY_DIFFERS, poolName);
            }
        }
    }

    private static String effectiveValue(ClusterObject group, String propertyName) {
        String value = group.parts().get(ClusterPart.ofProperty(propertyName));
        return value == null ? DEFAULT_BY_PROPERTY.getOrDefault(propertyName, "0") : value;
    }

    @Override
    public boolean isAlterable(ClusterPart part) {
        return !part.name().equals(TYPE) && !part.name().equals(MEMORY_POOL);
    }

    @Override
    public Optional<String> findDefaultValue(ClusterPart part) {
        boolean isNumber = CPU_SHARES.contains(part.name()) || LIMITS.contains(part.name());
        return isNumber ? Optional.of("0") : Optional.ofNullable(DEFAULT_BY_PROPERTY.get(part.name()));
    }

    @Override
    public SortedMap<String, ClusterObject> readObjects(
            QueryExecutor queryExecutor, Set<String> databaseNames, Predicate<String> isSelected) {
        SortedMap<String, ClusterObject> groupByName = new TreeMap<>();
        for (AnswerRow row : queryExecutor.query("SHOW VERBOSE RESOURCE GROUPS ALL")) {
            String name = row.text("name");
            if (isBuiltIn(name) || !isSelected.test(name)) {
                continue;
            }
            SortedMap<ClusterPart, String> parts = new TreeMap<>();
            if (groupByName.containsKey(name)) {
                parts.putAll(groupByName.get(name).parts()); // each row has one classifier
            }
            for (String columnName : SHOWN_COLUMNS.subList(2, SHOWN_COLUMNS.size())) {
                addShownPart(columnName, row.text(columnName), parts);
            }
            groupByName.put(name, new ClusterObject(ClusterObjectKind.RESOURCE_GROUP, name, parts));
        }
        return groupByName;
    }

    private void addShownPart(String columnName, String text, SortedMap<ClusterPart, String> parts) {
        if (columnName.equals(CLASSIFIERS_COLUMN)) {
            ResourceGroupClassifier.parseShown(text)
                    .ifPresent(classifier ->
                            parts.put(new ClusterPart(CLASSIFIER_CLAUSE, classifier.toStatementText()), ""));
        } else if (!text.isEmpty() && !text.equals("null")) {
            String value = text.endsWith("%")
                    ? formatPercent(Double.parseDouble(text.substring(0, text.length() - 1)), columnName)
                    : text;
            ClusterPart part = ClusterPart.ofProperty(columnName);
            if (!isDefault(part, value)) {
                parts.put(part, value);
            }
        }
    }

    @Override
    public ClusterListing list(List<ClusterObject> groups) {
        List<List<String>> rows = new ArrayList<>();
        int nextId = 2 * ServerState.BUILT_IN_RESOURCE_GROUPS.size();
        for (ClusterObject group : groups) {
            int groupId = nextId++;
            List<ResourceGroupClassifier> classifiers = new ArrayList<>();
            group.parts().keySet().stream()
                    .filter(ResourceGroupRules::isClassifier)
                    .forEach(part -> classifiers.add(ResourceGroupClassifier.parse(part.name())));
            if (classifiers.isEmpty()) {
                rows.add(createRow(group, groupId, "(id=0, weight=0.0)"));
            }
            for (ResourceGroupClassifier classifier : classifiers) {
                rows.add(createRow(group, groupId, classifier.toShownText(nextId++)));
            }
        }
        return new ClusterListing(SHOWN_COLUMNS, rows);
    }

    @Override
    public ClusterListing show(ClusterObject group) {
        return list(List.of(group));
    }

    private static List<String> createRow(ClusterObject group, int id, String classifierText) {
        List<String> row = new ArrayList<>();
        for (String columnName : SHOWN_COLUMNS) {
            row.add(
                    switch (columnName) {
                        case "name" -> group.name();
                        case "id" -> String.valueOf(id);
                        case CLASSIFIERS_COLUMN -> classifierText;
                        case MEMORY_LIMIT -> formatMemoryLimit(effectiveValue(group, MEMORY_LIMIT));
                        default -> {
                            String value = effectiveValue(group, columnName);
                            yield value.equals("0") && NULLABLE_COLUMNS.contains(columnName) ? "null" : value;
                        }
                    });
        }
        return row;
    }

    /** Returns a limit as the server shows it: computed from a fraction, with the rounding error of the computation. */
    private static String formatMemoryLimit(String percent) {
        return Double.parseDouble(percent.substring(0, percent.length() - 1)) / 100 * 100 + "%";
    }
}
