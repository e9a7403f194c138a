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

        /**
         * Creates a parameter.
         *
         * @param defaultValue null if the server adds no default
         * @param minimum the smallest valid integer; null if the value is checked in another way
         */
        Parameter(Algorithm algorithm, boolean isForSearch, @Nullable String defaultValue, @Nullable Integer minimum) {
            this.algorithm = algorithm;
            this.isForSearch = isForSearch;
            this.defaultValue = defaultValue;
            this.minimum = minimum;
        }
    }

    private static final String INDEX_TYPE_PROPERTY = "index_type";
    private static final String DIMENSION_PROPERTY = "dim";
    private static final String METRIC_PROPERTY = "metric_type";

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

    /**
     * Checks the column and the properties, adds the defaults of the algorithm to the given map, and returns the
     * properties in lower case.
     *
     * @param properties the declared properties, in a map that ignores the case of names
     */
    Map<String, String> completeProperties(SortedMap<String, String> properties) {
        checkSupport();
        if (properties.isEmpty()) {
            throw createRefusal(CommonRule.REQUIREMENT_MISSING, "The index", INDEX_TYPE_PROPERTY);
        }
        properties.forEach(this::checkValue);
        requireCommonProperties(properties);
        Algorithm algorithm = Algorithm.valueOf(
                Objects.requireNonNull(properties.get(INDEX_TYPE_PROPERTY)).toUpperCase(Locale.ROOT));
        requireNoForeignParameters(properties, algorithm, false);
        requireNoForeignParameters(properties, algorithm, true);
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

    private void checkSupport() {
        if (profile.isSharedData()) {
            throw createRefusal(CommonRule.NOT_IN_SHARED_DATA, "The VECTOR index");
        }
        if (!profile.hasVector()) {
            throw createRefusal(IndexRule.INDEX_DISABLED, "VECTOR", "enable_experimental_vector");
        }
        if (model != KeyModel.DUPLICATE && model != KeyModel.PRIMARY) {
            throw createRefusal(IndexRule.KEY_MODEL_UNSUPPORTED, "VECTOR", "DUPLICATE KEY or PRIMARY KEY");
        }
        boolean isFloatArray = column.type() instanceof Type.Array arrayType
                && PrimitiveType.of(arrayType.element()) == PrimitiveType.FLOAT;
        if (column.isNullable() || !isFloatArray) {
            throw createRefusal(
                    CommonRule.REQUIREMENT_MISSING, "A VECTOR index", "a column of the type ARRAY<FLOAT> NOT NULL");
        }
    }

    private void checkValue(String name, String value) {
        String upperCaseName = name.toUpperCase(Locale.ROOT);
        switch (upperCaseName) {
            case "INDEX_TYPE" -> {
                if (!value.equalsIgnoreCase("HNSW") && !value.equalsIgnoreCase("IVFPQ")) {
                    throw createRefusal(IndexRule.INVALID_PARAMETER, INDEX_TYPE_PROPERTY, "HNSW or IVFPQ");
                }
            }
            case "DIM" -> checkInteger(upperCaseName, value, 1);
            case "METRIC_TYPE" -> {
                if (!value.equalsIgnoreCase("cosine_similarity") && !value.equalsIgnoreCase("l2_distance")) {
                    throw createRefusal(
                            IndexRule.INVALID_PARAMETER, METRIC_PROPERTY, "cosine_similarity or l2_distance");
                }
            }
            case "IS_VECTOR_NORMED" -> {
                if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                    throw createRefusal(IndexRule.INVALID_PARAMETER, "is_vector_normed", "true or false");
                }
            }
            case "INDEX_BUILD_THRESHOLD" -> {} // any value is accepted
            default -> checkParameter(upperCaseName, value);
        }
    }

    private void checkParameter(String upperCaseName, String value) {
        for (Parameter parameter : Parameter.values()) {
            if (parameter.name().equals(upperCaseName)) {
                checkParameterValue(parameter, value);
                return;
            }
        }
        // The server has a single table of parameters for all kinds of indexes.
        if (!belongsToOtherIndex(upperCaseName)) {
            throw createRefusal(IndexRule.UNKNOWN_PARAMETERS, upperCaseName);
        }
    }

    /** Returns whether a parameter belongs to a GIN or an NGRAMBF index; a VECTOR index accepts and stores it. */
    private static boolean belongsToOtherIndex(String upperCaseName) {
        return switch (upperCaseName) {
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
                throw createRefusal(IndexRule.INVALID_PARAMETER, "nbits", "8");
            }
        } else if (parameter == Parameter.RANGE_SEARCH_CONFIDENCE) {
            double number = parseNumber(parameter.name(), value, "double");
            if (number < 0 || number > 1) {
                throw createRefusal(IndexRule.INVALID_PARAMETER, "range_search_confidence", "0 to 1");
            }
        } else if (parameter.minimum != null) {
            checkInteger(parameter.name(), value, parameter.minimum);
        }
    }

    private double parseNumber(String parameterName, String value, String expectedKind) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException failure) {
            throw createRefusal(IndexRule.INVALID_PARAMETER, parameterName, "a " + expectedKind);
        }
    }

    private void checkInteger(String upperCaseName, String value, int minimum) {
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException failure) {
            throw createRefusal(IndexRule.INVALID_PARAMETER, upperCaseName, "an integer");
        }
        if (number < minimum) {
            throw createRefusal(IndexRule.INVALID_PARAMETER, upperCaseName, minimum + " or more");
        }
    }

    private void requireCommonProperties(SortedMap<String, String> properties) {
        List<String> missingMessages = new ArrayList<>();
        if (!properties.containsKey(DIMENSION_PROPERTY)) {
            missingMessages.add("You should set `dim` to a numeric value for a vector index.");
        }
        if (!properties.containsKey(METRIC_PROPERTY)) {
            missingMessages.add("You should set `metric_type` at least to add a vector index.");
        }
        if (!properties.containsKey(INDEX_TYPE_PROPERTY)) {
            missingMessages.add("You should set `index_type` to IVFPQ/HNSW for a vector index.");
        }
        if (!missingMessages.isEmpty()) {
            throw createRefusal(CommonRule.REQUIREMENT_MISSING, "The index", String.join("/", missingMessages));
        }
    }

    /** Refuses the parameters of the other algorithm, either of the index itself or of searches in it. */
    private void requireNoForeignParameters(
            SortedMap<String, String> properties, Algorithm algorithm, boolean isForSearch) {
        List<String> foreignNames = new ArrayList<>();
        for (Parameter parameter : Parameter.values()) {
            if (parameter.isForSearch == isForSearch
                    && parameter.algorithm != algorithm
                    && properties.containsKey(parameter.name())) {
                foreignNames.add(parameter.name());
            }
        }
        if (!foreignNames.isEmpty()) {
            throw createRefusal(IndexRule.UNKNOWN_PARAMETERS, foreignNames + " with " + algorithm);
        }
    }

    /** Requires that the dimension is a multiple of the number of parts into which a vector is split. */
    private void requireDivisibleDimension(SortedMap<String, String> properties, Algorithm algorithm) {
        if (algorithm != Algorithm.IVFPQ) {
            return;
        }
        String partCountText = properties.get(Parameter.M_IVFPQ.name());
        if (partCountText == null) {
            throw createRefusal(CommonRule.REQUIREMENT_MISSING, "The index", "m_ivfpq");
        }
        if (Integer.parseInt(properties.get(DIMENSION_PROPERTY)) % Integer.parseInt(partCountText) != 0) {
            throw createRefusal(IndexRule.INVALID_PARAMETER, DIMENSION_PROPERTY, "a multiple of m_ivfpq");
        }
    }

    private Refusal createRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofAnalysis(index.span(), rule, arguments);
    }
}
