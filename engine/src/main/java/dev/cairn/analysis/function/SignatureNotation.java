package dev.cairn.analysis.function;

import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the lists of functions in the {@linkplain FunctionFamily families}. The left column of the following table
 * shows the notation:
 *
 * <pre>
 * lower, upper (varchar) varchar                     two functions with one signature each
 * hll_empty! () hll                                  never returns NULL
 * concat (varchar...) varchar                        the last parameter may be repeated
 * year (date) smallint | (datetime) smallint         the first match wins: the order is the server's
 * array_max ([T]) T for boolean INTEGERS date        one signature for each value of T
 * map_keys (map) array                               any, array, map, struct: the argument determines the type
 * avg (T) double via varbinary for INTEGERS          the type of the intermediate state
 *     | (date) date via varbinary                    an indented line continues the previous one
 * min_by (U, T) U for U SCALARS for T INTEGERS       one signature for each pair of values
 * database () varchar; is UNCHECKED                  the arguments are not checked
 * rand () double; is NONDETERMINISTIC                after a semicolon: is and its traits,
 * abs (T) T for DECIMALS; decimals DECIMAL_OF_FIRST  decimals and a DecimalRule,
 * bitand (T, T) T for INTEGERS; operator BIT_AND     operator and the operator that replaces the call,
 * rlike; means regexp                                means and the function that replaces the function,
 * array_map; lambda MAP_ARRAY                        lambda and its form
 * strpos (varchar, varchar) bigint; since 4.0        servers before 4.0 do not have the function
 * last_day (datetime) date | (date) date since 4.0   or not the signature,
 * array_sort ([T]) [T]; lambda SORT_ARRAY since 4.1  or not the property
 * bool_or (boolean) boolean; windowed since 4.0      or accept it only without OVER
 * </pre>
 *
 * <p>Types are the server's names, {@code [element]}, {@code {key: value}} and {@code <field type, …>}.
 */
public final class SignatureNotation {
    private static final Map<String, List<String>> TYPE_NAMES_BY_GROUP = Map.of(
            "INTEGERS", splitWords("tinyint smallint int bigint largeint"),
            "DECIMALS", splitWords("decimal32 decimal64 decimal128"),
            "SCALARS",
                    splitWords(
                            "boolean tinyint smallint int bigint largeint float double decimal32 decimal64 decimal128"
                                    + " decimal256 varchar hll bitmap percentile date datetime decimalv2 time json varbinary"));

    private static final String SINCE_KEYWORD = " since ";
    private static final List<String> WINDOWED_PROPERTY = List.of("windowed");

    private SignatureNotation() {}

    /** Receives the functions of a list one after the other. */
    interface DefinitionConsumer {
        /** Receives a function and its definition, without the names at its beginning. */
        void accept(String name, boolean isResultNullable, String definition);
    }

    /** Splits a list into functions, without parsing their definitions. */
    static void readFunctions(String notation, DefinitionConsumer consumer) {
        int start = 0;
        for (int end = notation.indexOf('\n'); end >= 0; end = notation.indexOf('\n', end + 1)) {
            boolean isContinued = end + 1 < notation.length() && notation.charAt(end + 1) == ' ';
            if (!isContinued) {
                readLine(notation.substring(start, end), consumer);
                start = end + 1;
            }
        }
        if (start < notation.length()) {
            readLine(notation.substring(start), consumer);
        }
    }

    private static void readLine(String line, DefinitionConsumer consumer) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '(' && line.charAt(end) != ';') {
            end++;
        }
        String definition = line.substring(end).replace('\n', ' ');
        for (String writtenName : splitText(line.substring(0, end), ",")) {
            String name = writtenName.strip();
            boolean isResultNullable = !name.endsWith("!");
            consumer.accept(
                    isResultNullable ? name : name.substring(0, name.length() - 1), isResultNullable, definition);
        }
    }

    /** Returns whether servers of this version have the function of a definition. */
    static boolean isFunctionAvailableIn(Version version, String definition) {
        int start = definition.indexOf(";" + SINCE_KEYWORD);
        int end = start < 0 ? -1 : definition.indexOf(';', start + 1);
        return start < 0
                || isAvailableIn(version, end < 0 ? definition.substring(start) : definition.substring(start, end));
    }

    /** Returns whether a server of this version has a signature or property, which may end with {@code since 4.0}. */
    private static boolean isAvailableIn(Version version, String clause) {
        int sinceIndex = clause.lastIndexOf(SINCE_KEYWORD);
        return sinceIndex < 0
                || version.isAtLeast(Version.of(clause.substring(sinceIndex + SINCE_KEYWORD.length())
                                .strip())
                        .orElseThrow(() -> new IllegalArgumentException("Unknown version: " + clause)));
    }

    private static String removeSince(String clause) {
        int sinceIndex = clause.lastIndexOf(SINCE_KEYWORD);
        return sinceIndex < 0 ? clause : clause.substring(0, sinceIndex);
    }

    /**
     * Adds the signatures and properties of a definition to a function, except for the ones that servers of the
     * function's version do not have. A mistake in the signatures is only found when the entry is built.
     *
     * @throws IllegalArgumentException if the definition is not valid
     */
    static void define(FunctionEntry.Builder function, boolean isResultNullable, String definition) {
        List<String> clauses = splitText(definition, ";");
        function.setSignatures(entry -> readSignatures(clauses.get(0), entry, isResultNullable));
        for (String clause : clauses.subList(1, clauses.size())) {
            boolean isAvailable = isAvailableIn(function.version(), clause);
            List<String> words = splitWords(removeSince(clause));
            if (words.equals(WINDOWED_PROPERTY) && !isAvailable) {
                function.forbidOver();
            }
            if (words.isEmpty() || words.equals(WINDOWED_PROPERTY) || !isAvailable) {
                continue;
            }
            String propertyValue = words.get(1);
            switch (words.get(0)) {
                case "is" ->
                    words.subList(1, words.size()).forEach(trait -> function.addTrait(FunctionTrait.valueOf(trait)));
                case "decimals" -> function.setDecimalRule(DecimalRule.valueOf(propertyValue));
                case "operator" -> function.setOperator(Operator.valueOf(propertyValue));
                case "means" ->
                    function.setUntypedRewriteRule(
                            call -> CallRewrites.replaceFunction(call, propertyValue, call.arguments()));
                case "lambda" -> function.setLambdaForm(LambdaForm.valueOf(propertyValue));
                default -> throw new IllegalArgumentException("Unknown property of a function: " + clause);
            }
        }
    }

    private static List<Signature> readSignatures(
            String signatureTexts, FunctionEntry function, boolean isResultNullable) {
        List<Signature> signatures = new ArrayList<>();
        if (!signatureTexts.isEmpty()) {
            for (String signatureText : splitText(signatureTexts, "|")) {
                if (isAvailableIn(function.version(), signatureText)) {
                    List<String> signatureParts = splitText(removeSince(signatureText), " for ");
                    expandTypeVariables(
                            signatureParts,
                            signatureParts.size() - 1,
                            new HashMap<>(),
                            function,
                            isResultNullable,
                            signatures);
                }
            }
        }
        return signatures;
    }

    /**
     * Adds a signature for each combination of values of the type variables; the last variable varies slowest. A list
     * of types without the name of a variable belongs to T.
     *
     * @param signatureParts the signature, followed by the list of types of each variable
     * @param lastIndex the index of the last list whose variable has no value yet; 0 if all variables have a value
     */
    private static void expandTypeVariables(
            List<String> signatureParts,
            int lastIndex,
            Map<String, SignatureType> typeByVariable,
            FunctionEntry function,
            boolean isResultNullable,
            List<Signature> signatures) {
        if (lastIndex == 0) {
            signatures.add(
                    new SignatureParser(signatureParts.get(0), typeByVariable).parse(function, isResultNullable));
            return;
        }
        List<String> words = splitWords(signatureParts.get(lastIndex));
        boolean hasVariableName = words.get(0).equals("T") || words.get(0).equals("U");
        for (String word : words.subList(hasVariableName ? 1 : 0, words.size())) {
            for (String typeName : TYPE_NAMES_BY_GROUP.getOrDefault(word, List.of(word))) {
                typeByVariable.put(hasVariableName ? words.get(0) : "T", SignatureParser.requireNamedType(typeName));
                expandTypeVariables(
                        signatureParts, lastIndex - 1, typeByVariable, function, isResultNullable, signatures);
            }
        }
    }

    /** Splits a string without regular expressions, whose initialization would delay the first analyzed call. */
    private static List<String> splitText(String text, String separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int separatorIndex = text.indexOf(separator);
                separatorIndex >= 0;
                separatorIndex = text.indexOf(separator, start)) {
            parts.add(text.substring(start, separatorIndex));
            start = separatorIndex + separator.length();
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static List<String> splitWords(String text) {
        List<String> words = new ArrayList<>();
        for (String word : splitText(text, " ")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
