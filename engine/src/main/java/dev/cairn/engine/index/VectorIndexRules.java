package dev.cairn.engine.index;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.RefusalRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks the column and the properties of a VECTOR index, and completes the properties with the server's defaults,
 * which depend on the algorithm.
 */
final class VectorIndexRules {
    private enum Algorithm {
        HNSW,
        IVFPQ
    }

    /** A property of one algorithm, either of the index itself or of searches in it. */
    private enum Parameter {
        M(Algorithm.HNSW, false, "16", 2),
        EFCONSTRUCTION(Algorithm.HNSW, false, "40", 1),
        NBITS(Algorithm.IVFPQ, false, "8", null),
        NLIST(Algorithm.IVFPQ, false, "16", 1),
        M_IVFPQ(Algorithm.IVFPQ, false, null, 1),
        EFSEARCH(Algorithm.HNSW, true, null, 1),
        NPROBE(Algorithm.IVFPQ, true, null, 1),
        MAX_CODES(Algorithm.IVFPQ, true, null, 0),
        SCAN_TABLE_THRESHOLD(Algorithm.IVFPQ, true, null, 0),
        POLYSEMOUS_HT(Algorithm.IVFPQ, true, null, 0),
        RANGE_SEARCH_CONFIDENCE(Algorithm.IVFPQ, true, null, null);

        private final Algorithm algorithm;
        private final boolean isForSearch;
        private final @Nullable String defaultValue;
        private final @Nullable Integer minimum;

        Parameter(Algorithm algorithm, boolean isForSearch, @Nullable String defaultValue, @Nullable Integer minimum) {
            this.algorithm = algorithm;
            this.isForSearch = isForSearch;
            this.defaultValue = defaultValue;
            this.minimum = minimum;
        }
    }

    private static final String INDEX_TYPE = "index_type";
    private static final String DIMENSION = "dim";
    private static final String METRIC = "metric_type";

    private final ServerProfile profile;
    private final KeyModel model;
    private final IndexDefinition index;
    private final Column column;

    VectorIndexRules(ServerProfile profile, KeyModel model, IndexDefinition index, Column column) {
        this.profile = profile;
        this.model = model;
        this.index = index;
        this.column = column;
    }

    Map<String, String> completeProperties(SortedMap<String, String> properties) {
        checkColumn();
        if (properties.isEmpty()) {
            throw createRefusal(CommonRule.REQUIREMENT_MISSING, "The index", "index_type");
        }
        properties.forEach(this::checkValue);
        requireCommonProperties(properties);
        Algorithm algorithm = Algorithm.valueOf(
                Objects.requireNonNull(properties.get(INDEX_TYPE)).toUpperCase(Locale.ROOT));
        requireOwnParameters(properties, algorithm, false);
        requireOwnParameters(properties, algorithm, true);
        requireDivisibleDimension(properties, algorithm);
        for (Parameter parameter : Parameter.values()) {
            if (parameter.algorithm == algorithm && parameter.defaultValue != null) {
                properties.putIfAbsent(parameter.name(), parameter.defaultValue);
            }
        }
        Map<String, String> lowerCaseProperties = new TreeMap<>();
        properties.forEach((name, value) ->
                lowerCaseProperties.put(name.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT)));
        return lowerCaseProperties;
    }

    private void checkColumn() {
        if (profile.sharedData()) {
            throw createRefusal(CommonRule.NOT_IN_SHARED_DATA, "The VECTOR index");
        }
        if (!profile.vector()) {
            throw createRefusal(IndexRule.DISABLED, "VECTOR", "enable_experimental_vector");
        }
        if (model != KeyModel.DUPLICATE && model != KeyModel.PRIMARY) {
            throw createRefusal(IndexRule.KEY_MODEL, "VECTOR", "DUPLICATE KEY or PRIMARY KEY");
        }
        boolean hasNumbers = column.type() instanceof Type.Array arrayType
                && PrimitiveType.of(arrayType.element()) == PrimitiveType.FLOAT;
        if (column.isNullable() || !hasNumbers) {
            throw createRefusal(
                    CommonRule.REQUIREMENT_MISSING, "A VECTOR index", "a column of the type ARRAY<FLOAT> NOT NULL");
        }
    }

    private void checkValue(String name, String value) {
        String key = name.toUpperCase(Locale.ROOT);
        switch (key) {
            case "INDEX_TYPE" -> {
                if (!value.equalsIgnoreCase("HNSW") && !value.equalsIgnoreCase("IVFPQ")) {
                    throw createRefusal(IndexRule.PARAMETER, "index_type", "HNSW or IVFPQ");
                }
            }
            case "DIM" -> checkInteger(key, value, 1);
            case "METRIC_TYPE" -> {
                if (!value.equalsIgnoreCase("cosine_similarity") && !value.equalsIgnoreCase("l2_distance")) {
                    throw createRefusal(IndexRule.PARAMETER, "metric_type", "cosine_similarity or l2_distance");
                }
            }
            case "IS_VECTOR_NORMED" -> {
                if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                    throw createRefusal(IndexRule.PARAMETER, "is_vector_normed", "true or false");
                }
            }
            case "INDEX_BUILD_THRESHOLD" -> {} // any value is accepted
            default -> checkParameter(key, value);
        }
    }

    private void checkParameter(String key, String value) {
        for (Parameter parameter : Parameter.values()) {
            if (parameter.name().equals(key)) {
                checkParameterValue(parameter, value);
                return;
            }
        }
        // The server has a single table of parameters for all kinds of indexes.
        if (!belongsToOtherIndex(key)) {
            throw createRefusal(IndexRule.UNKNOWN_PARAMETERS, key);
        }
    }

    private static boolean belongsToOtherIndex(String key) {
        return switch (key) {
            case "IMP_LIB",
                    "PARSER",
                    "DICT_GRAM_NUM",
                    "OMIT_TERM_FREQ_AND_POSITION",
                    "IS_SEARCH_ANALYZED",
                    "DEFAULT_SEARCH_ANALYZER",
                    "RERANK",
                    "GRAM_NUM",
                    "BLOOM_FILTER_FPP",
                    "CASE_SENSITIVE" -> true;
            default -> false;
        };
    }

    private void checkParameterValue(Parameter parameter, String value) {
        if (parameter == Parameter.NBITS) {
            if (parseNumber(parameter.name(), value, "integer") != 8) {
                throw createRefusal(IndexRule.PARAMETER, "nbits", "8");
            }
        } else if (parameter == Parameter.RANGE_SEARCH_CONFIDENCE) {
            double number = parseNumber(parameter.name(), value, "double");
            if (number < 0 || number > 1) {
                throw createRefusal(IndexRule.PARAMETER, "range_search_confidence", "0 to 1");
            }
        } else if (parameter.minimum != null) {
            checkInteger(parameter.name(), value, parameter.minimum);
        }
    }

    private double parseNumber(String key, String value, String kind) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException failure) {
            throw createRefusal(IndexRule.PARAMETER, key, "a " + kind);
        }
    }

    private void checkInteger(String key, String value, int minimum) {
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException failure) {
            throw createRefusal(IndexRule.PARAMETER, key, "an integer");
        }
        if (number < minimum) {
            throw createRefusal(IndexRule.PARAMETER, key, minimum + " or more");
        }
    }

    private void requireCommonProperties(SortedMap<String, String> properties) {
        List<String> missingMessages = new ArrayList<>();
        if (!properties.containsKey(DIMENSION)) {
            missingMessages.add("You should set `dim` to a numeric value for a vector index.");
        }
        if (!properties.containsKey(METRIC)) {
            missingMessages.add("You should set `metric_type` at least to add a vector index.");
        }
        if (!properties.containsKey(INDEX_TYPE)) {
            missingMessages.add("You should set `index_type` to IVFPQ/HNSW for a vector index.");
        }
        if (!missingMessages.isEmpty()) {
            throw createRefusal(CommonRule.REQUIREMENT_MISSING, "The index", String.join("/", missingMessages));
        }
    }

    private void requireOwnParameters(SortedMap<String, String> properties, Algorithm algorithm, boolean isForSearch) {
        List<String> otherNames = new ArrayList<>();
        for (Parameter parameter : Parameter.values()) {
            if (parameter.isForSearch == isForSearch
                    && parameter.algorithm != algorithm
                    && properties.containsKey(parameter.name())) {
                otherNames.add(parameter.name());
            }
        }
        if (!otherNames.isEmpty()) {
            throw createRefusal(IndexRule.UNKNOWN_PARAMETERS, otherNames + " with " + algorithm);
        }
    }

    /** Requires that the dimension is a multiple of the number of parts into which a vector is split. */
    private void requireDivisibleDimension(SortedMap<String, String> properties, Algorithm algorithm) {
        if (algorithm != Algorithm.IVFPQ) {
            return;
        }
        String partCount = properties.get(Parameter.M_IVFPQ.name());
        if (partCount == null) {
            throw createRefusal(CommonRule.REQUIREMENT_MISSING, "The index", "m_ivfpq");
        }
        if (Integer.parseInt(properties.get(DIMENSION)) % Integer.parseInt(partCount) != 0) {
            throw createRefusal(IndexRule.PARAMETER, "dim", "a multiple of m_ivfpq");
        }
    }

    private Refusal createRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofAnalysis(index.span(), rule, arguments);
    }
}
