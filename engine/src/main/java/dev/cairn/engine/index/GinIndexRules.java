package dev.cairn.engine.index;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.token.RefusalRule;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Checks the properties of a GIN index, and completes them with the server's defaults. */
public final class GinIndexRules {
    public static final String LIBRARY_PROPERTY = "imp_lib";
    public static final String CLUCENE = "clucene";

    private static final String BUILTIN = "builtin";
    private static final String PARSER_PROPERTY = "parser";
    private static final String NO_PARSER = "none";
    private static final String GRAM_NUMBER_PROPERTY = "dict_gram_num";
    private static final Set<String> KNOWN_PROPERTIES = Set.of(
            LIBRARY_PROPERTY,
            PARSER_PROPERTY,
            GRAM_NUMBER_PROPERTY,
            "omit_term_freq_and_position",
            "is_search_analyzed",
            "default_search_analyzer",
            "rerank");
    private static final Set<String> PARSERS = Set.of(NO_PARSER, "standard", "english", "chinese");

    private final ServerProfile profile;
    private final IndexDefinition index;

    GinIndexRules(ServerProfile profile, IndexDefinition index) {
        this.profile = profile;
        this.index = index;
    }

    /** Checks the properties, adds the defaults to the given map, and returns it. */
    Map<String, String> completeProperties(SortedMap<String, String> properties) {
        completeLibrary(properties);
        String unknownNames = properties.keySet().stream()
                .filter(name -> !KNOWN_PROPERTIES.contains(name.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(","));
        if (!unknownNames.isEmpty()) {
            throw createRefusal(IndexRule.UNKNOWN_PARAMETERS, unknownNames);
        }
        String parser = properties.getOrDefault(PARSER_PROPERTY, NO_PARSER);
        if (!PARSERS.contains(parser)) {
            throw createRefusal(IndexRule.INVALID_PARAMETER, PARSER_PROPERTY, "a parser of texts, not " + parser);
        }
        checkGramNumber(properties);
        properties.putIfAbsent(LIBRARY_PROPERTY, CLUCENE);
        properties.putIfAbsent(PARSER_PROPERTY, NO_PARSER);
        return properties;
    }

    /** Checks the library; in shared data, adds the default if the statement names none. */
    private void completeLibrary(SortedMap<String, String> properties) {
        String library = properties.get(LIBRARY_PROPERTY);
        if (library == null) {
            if (profile.isSharedData()) {
                properties.put(LIBRARY_PROPERTY, BUILTIN);
            }
            return;
        }
        boolean isBuiltin = library.equalsIgnoreCase(BUILTIN);
        if (isBuiltin && !profile.isAtLeast(Version.V4_1)) {
            throw createRefusal(IndexRule.INVALID_PARAMETER, LIBRARY_PROPERTY, "clucene before StarRocks 4.1");
        }
        if (!isBuiltin && !library.equalsIgnoreCase(CLUCENE)) {
            throw createRefusal(IndexRule.INVALID_PARAMETER, LIBRARY_PROPERTY, "clucene or builtin");
        }
        if (!isBuiltin && profile.isSharedData()) {
            throw createRefusal(CommonRule.NOT_IN_SHARED_DATA, "The GIN index with clucene");
        }
    }

    private void checkGramNumber(SortedMap<String, String> properties) {
        String numberText = properties.get(GRAM_NUMBER_PROPERTY);
        if (numberText == null) {
            return;
        }
        boolean isNumber = numberText.chars().allMatch(Character::isDigit);
        if (!isNumber || numberText.chars().allMatch(digit -> Character.digit(digit, 10) == 0)) {
            throw createRefusal(IndexRule.INVALID_PARAMETER, GRAM_NUMBER_PROPERTY, "greater than 0, not " + numberText);
        }
        String library = properties.getOrDefault(LIBRARY_PROPERTY, CLUCENE);
        if (!library.equalsIgnoreCase(BUILTIN)) {
            throw createRefusal(IndexRule.UNKNOWN_PARAMETERS, GRAM_NUMBER_PROPERTY + " of " + library);
        }
    }

    private Refusal createRefusal(RefusalRule rule, Object... arguments) {
        return Refusal.ofAnalysis(index.span(), rule, arguments);
    }
}
