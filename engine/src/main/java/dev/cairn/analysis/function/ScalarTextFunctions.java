package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.DecimalTypes;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The scalar functions of texts and binaries: search, substrings, hashes, encryption. */
final class ScalarTextFunctions implements FunctionFamily {
    private static final String DECLARATIONS = """
        hex (T) varchar for bigint varchar varbinary; is STRICT
        unhex, hex_decode_string, url_extract_host, url_decode, from_base64, base64_decode_string (varchar) varchar
        sm3, lower, lcase, upper, ucase, url_encode, md5 (varchar) varchar; is STRICT
        initcap (varchar) varchar; is STRICT; since 4.1
        hex_decode_binary, base64_decode_binary (varchar) varbinary
        substr, substring (varchar, int) varchar | (varchar, int, int) varchar; is WITHOUT_OVER STRICT
        strleft, strright (varchar, int) varchar; is STRICT
        repeat, sha2 (varchar, int) varchar
        left, right (varchar, int) varchar; is LOWER_CASE STRICT
        ends_with, starts_with (varchar, varchar) boolean; is STRICT
        like, regexp (varchar, varchar) boolean; is LOWER_CASE STRICT
        null_or_empty! (varchar) boolean | (array) boolean; is NEVER_NULL
        space (int) varchar
        char (int) varchar; is LOWER_CASE
        lpad, rpad (varchar, int, varchar) varchar; is WITHOUT_OVER_OF_TWO
        append_trailing_char_if_absent, parse_url, url_extract_parameter (varchar, varchar) varchar
        length, char_length, character_length, ascii (varchar) int; is STRICT
        inet_aton (varchar) bigint
        crc32 (varchar) bigint; is STRICT
        reverse (varchar) varchar | ([T]) [T] for boolean INTEGERS float DECIMALS double varchar decimalv2 datetime
            date json | (array) array; decimals SAME_ARRAY; is STRICT
        trim, ltrim, rtrim (varchar) varchar | (varchar, varchar) varchar; is STRICT
        instr, find_in_set, strcmp (varchar, varchar) int; is STRICT
        locate (varchar, varchar) int | (varchar, varchar, int) int; is STRICT
        strpos (varchar, varchar) bigint | (varchar, varchar, int) bigint; is STRICT; since 4.0
        concat (varchar...) varchar; is TOTAL
        md5sum! (varchar...) varchar; is NEVER_NULL
        concat_ws (varchar, varchar...) varchar | (varchar, [varchar]) varchar; is TOTAL
        split_part!, substring_index (varchar, varchar, int) varchar
        split (varchar, varchar) [varchar]; is STRICT
        str_to_map ([varchar], varchar) {varchar: varchar} | (varchar, varchar, varchar) {varchar: varchar}; is
            WITHOUT_OVER LOWER_CASE
        regexp_extract (varchar, varchar, bigint) varchar; is PASSES_NULL
        regexp_extract_all (varchar, varchar, bigint) [varchar]; is PASSES_NULL
        regexp_replace, replace_old (varchar, varchar, varchar) varchar; is PASSES_NULL
        translate (varchar, varchar, varchar) varchar; is STRICT
        replace (varchar, varchar, varchar) varchar; is LOWER_CASE STRICT
        regexp_split (varchar, varchar) [varchar] | (varchar, varchar, int) [varchar]; is PASSES_NULL
        regexp_count (varchar, varchar) bigint; since 4.0; is PASSES_NULL
        money_format (T) varchar for bigint largeint decimalv2 DECIMALS double; decimals DECIMAL_OF_FIRST; is STRICT
        ngram_search, ngram_search_case_insensitive (varchar, varchar, int) double
        field! (T...) int for varchar boolean INTEGERS double decimalv2 DECIMALS; is NEVER_NULL
        format_bytes (bigint) varchar; since 4.0
        raise_error (varchar) boolean; since 4.1
        to_binary (varchar, varchar) varbinary | (varchar) varbinary
        from_binary (varbinary, varchar) varchar | (varbinary) varchar
        murmur_hash3_32 (varchar...) int; is TOTAL
        xx_hash3_64 (varchar...) bigint; is TOTAL
        xx_hash3_128 (varchar...) largeint; is TOTAL
        md5sum_numeric! (varchar...) largeint; is NEVER_NULL
        crc32_hash (array) bigint
        aes_encrypt, aes_decrypt (varchar, varchar) varchar | (varchar, varchar, varchar, varchar) varchar since 4.0
            | (varchar, varchar, varchar, varchar, varchar) varchar since 4.0; is REWRITTEN_LATE
        to_base64 (varchar) varchar | (varbinary) varchar; is STRICT
        encode_fingerprint_sha256 (any...) varbinary; since 4.0
        ilike
        rlike; means regexp
        encode_row_id; means encode_fingerprint_sha256; since 4.0
        """;

    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String declarations() {
        return DECLARATIONS;
    }

    @Override
    public void addRules(FunctionEntry.Builder function) {
        switch (function.name()) {
            case "hex" -> function.setCastRule(ScalarTextFunctions::avoidsCastToText);
            case "substr", "substring" -> function.setUntypedRewriteRule(ScalarTextFunctions::rewriteSubstring);
            case "lpad", "rpad" ->
                function.setUntypedRewriteRule(
                        call -> call.arguments().size() == 2 ? CallRewrites.appendTexts(call, " ") : call);
            case "ilike" -> function.setUntypedRewriteRule(ScalarTextFunctions::rewriteIlike);
            case "str_to_map" -> function.setUntypedRewriteRule(ScalarTextFunctions::rewriteStrToMap);
            case "concat" -> function.setTypedRewriteRule(ScalarTextFunctions::replaceByArrayConcat);
            case "aes_encrypt", "aes_decrypt" ->
                function.setUntypedRewriteRule(
                                call -> function.version().isAtLeast(Version.V4_0) ? rewriteEncryption(call) : call)
                        .setArgumentCheck(ScalarTextFunctions::requireGcmForAuthenticatedData);
            case "field" ->
                function.setArgumentCheck(ScalarTextFunctions::requireAtLeastTwoArguments)
                        .setResolutionRule(ScalarTextFunctions::resolveField);
            case "ngram_search", "ngram_search_case_insensitive" ->
                function.setResolvedCallCheck(ScalarTextFunctions::checkNgramSearch);
            default -> {}
        }
    }

    /** Returns whether the signature may be chosen: a number is not cast to text, which has other hex digits. */
    private static boolean avoidsCastToText(Signature signature, List<Type> argumentTypes) {
        PrimitiveType argumentPrimitive = PrimitiveType.of(argumentTypes.get(0));
        if (argumentPrimitive.isMetric()) {
            return false;
        }
        boolean hasTextParameter = signature.parameter(0) instanceof SignatureType.FixedType fixedType
                && PrimitiveType.of(fixedType.type()).isCharacterType();
        return argumentPrimitive.isCharacterType() || !hasTextParameter;
    }

    /** Drops all arguments if their number is wrong, as the server's parser does. */
    private static Expression rewriteSubstring(Call call) {
        int argumentCount = call.arguments().size();
        if (argumentCount != 2 && argumentCount != 3) {
            return call.withArguments(List.of());
        }
        call.arguments().subList(1, argumentCount).forEach(CallRewrites::requireInt);
        return call;
    }

    private static Expression rewriteIlike(Call call) {
        List<Expression> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            arguments.add(Call.of("lower", List.of(argument), argument.span()));
        }
        return CallRewrites.replaceFunction(call, "like", arguments);
    }

    private static Expression rewriteStrToMap(Call call) {
        return switch (call.arguments().size()) {
            case 1 -> CallRewrites.appendTexts(call, ",", ":");
            case 2 -> CallRewrites.appendTexts(call, ":");
            default -> call;
        };
    }

    /**
     * Returns a call of array_concat for a call of concat with an array; any other argument becomes an array of one
     * element.
     */
    private static TypedCall replaceByArrayConcat(TypedCall call) {
        if (call.argumentTypes().stream().noneMatch(Type.Array.class::isInstance)) {
            return call;
        }
        List<Type> arrayTypes = call.argumentTypes().stream()
                .map(type -> type instanceof Type.Array ? type : new Type.Array(type))
                .toList();
        CommonTypes.requireCommonType(arrayTypes); // refuses elements without a common type
        return call.withFunction("array_concat", arrayTypes);
    }

    /** Adds the defaults of the parser: no initialization vector, and the mode AES_128_ECB. */
    private static Expression rewriteEncryption(Call call) {
        Expression mode = CallRewrites.createText("AES_128_ECB", call.span());
        return switch (call.arguments().size()) {
            case 2 -> CallRewrites.appendArguments(call, new Expression.NullLiteral(call.span()), mode);
            case 3 -> CallRewrites.appendArguments(call, mode);
            default -> call;
        };
    }

    private static void requireGcmForAuthenticatedData(TypedCall call) {
        boolean hasAuthenticatedData = call.argumentCount() == 5;
        if (hasAuthenticatedData
                && call.argument(3) instanceof Expression.StringLiteral modeText
                && !modeText.value().toUpperCase(Locale.ROOT).contains("GCM")) {
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS,
                    call.name(),
                    "a GCM mode for 5 arguments, not " + modeText.value().toUpperCase(Locale.ROOT));
        }
    }

    private static void requireAtLeastTwoArguments(TypedCall call) {
        if (call.argumentCount() < 2) {
            throw Refusal.ofAnalysis(Span.NONE, FunctionRule.INVALID_ARGUMENTS, "field", "at least two arguments");
        }
    }

    /** Resolves FIELD, whose arguments are all cast to the type in which the first is compared with the others. */
    private static @Nullable Signature resolveField(TypedCall call) {
        boolean isNullSearched = call.argumentType(0).equals(TypeConstants.NULL);
        Type comparedType = isNullSearched ? TypeConstants.INT : call.argumentType(0);
        for (Type type : call.argumentTypes().subList(1, call.argumentCount())) {
            comparedType = isNullSearched || type.equals(TypeConstants.NULL)
                    ? comparedType
                    : determineComparedType(comparedType, type);
        }
        for (Signature signature : call.function().overloads().signatures()) {
            if (signature.parameter(0).acceptsWithoutCast(comparedType)) {
                return comparedType instanceof Type.Decimal decimalType && DecimalTypes.isDecimalV3(decimalType)
                        ? signature.withTypes(List.of(comparedType), TypeConstants.INT)
                        : signature;
            }
        }
        return null;
    }

    /**
     * Returns the common type of two numbers or of two texts. Any other values, and values without a common type, are
     * compared as DOUBLE.
     */
    private static Type determineComparedType(Type leftType, Type rightType) {
        PrimitiveType leftPrimitiveType = PrimitiveType.of(leftType);
        PrimitiveType rightPrimitiveType = PrimitiveType.of(rightType);
        boolean areBothNumbersOrTexts = (leftPrimitiveType.isNumeric() && rightPrimitiveType.isNumeric())
                || (leftPrimitiveType.isCharacterType() && rightPrimitiveType.isCharacterType());
        Type commonType = areBothNumbersOrTexts ? CommonTypes.ofScalars(leftType, rightType) : null;
        return commonType == null ? TypeConstants.DOUBLE : commonType;
    }

    private static void checkNgramSearch(TypedCall call) {
        if (!PrimitiveType.of(call.argumentType(0)).isCharacterType()) {
            throw call.createRefusal(FunctionRule.INVALID_ARGUMENTS, call.name(), "texts as first and second argument");
        }
        if (!call.hasConstantArgument(1) || !call.hasConstantArgument(2)) {
            throw call.createRefusal(
                    FunctionRule.INVALID_ARGUMENTS, call.name(), "constants as second and third argument");
        }
    }
}
