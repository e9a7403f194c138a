package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.Decimals;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functions of texts and binaries: search, substrings, hashes, encryption. */
final class StringFunctions implements FunctionFamily {
    @Override
    public FunctionEntry.Kind kind() {
        return FunctionEntry.Kind.SCALAR;
    }

    @Override
    public String functions() {
        return """
            hex (T) varchar for bigint varchar varbinary; is STRICT
            unhex, hex_decode_string, url_extract_host, url_decode, from_base64, base64_decode_string (varchar) varchar
            sm3, lower, lcase, upper, ucase, initcap, url_encode, md5 (varchar) varchar; is STRICT
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
            strpos (varchar, varchar) bigint | (varchar, varchar, int) bigint; is STRICT
            concat (varchar...) varchar; is TOTAL
            md5sum! (varchar...) varchar; is NEVER_NULL
            concat_ws (varchar, varchar...) varchar | (varchar, [varchar]) varchar; is TOTAL
            split_part!, substring_index (varchar, varchar, int) varchar
            split (varchar, varchar) [varchar]; is STRICT
            str_to_map ([varchar], varchar) {varchar: varchar} | (varchar, varchar, varchar) {varchar: varchar}; is
                WITHOUT_OVER LOWER_CASE
            regexp_extract (varchar, varchar, bigint) varchar
            regexp_extract_all (varchar, varchar, bigint) [varchar]
            regexp_replace, replace_old (varchar, varchar, varchar) varchar
            translate (varchar, varchar, varchar) varchar; is STRICT
            replace (varchar, varchar, varchar) varchar; is LOWER_CASE STRICT
            regexp_split (varchar, varchar) [varchar] | (varchar, varchar, int) [varchar]
            regexp_count (varchar, varchar) bigint
            money_format (T) varchar for bigint largeint decimalv2 DECIMALS double; decimals DECIMAL_OF_FIRST; is STRICT
            ngram_search, ngram_search_case_insensitive (varchar, varchar, int) double
            field! (T...) int for varchar boolean INTEGERS double decimalv2 DECIMALS; is NEVER_NULL
            format_bytes (bigint) varchar
            raise_error (varchar) boolean
            to_binary (varchar, varchar) varbinary | (varchar) varbinary
            from_binary (varbinary, varchar) varchar | (varbinary) varchar
            murmur_hash3_32 (varchar...) int; is TOTAL
            xx_hash3_64 (varchar...) bigint; is TOTAL
            xx_hash3_128 (varchar...) largeint; is TOTAL
            md5sum_numeric! (varchar...) largeint; is NEVER_NULL
            crc32_hash (array) bigint
            aes_encrypt, aes_decrypt (varchar, varchar) varchar | (varchar, varchar, varchar, varchar) varchar |
                (varchar, varchar, varchar, varchar, varchar) varchar; is REWRITTEN_LATE
            to_base64 (varchar) varchar | (varbinary) varchar; is STRICT
            encode_fingerprint_sha256 (any...) varbinary
            ilike
            rlike; means regexp
            encode_row_id; means encode_fingerprint_sha256
            """;
    }

    @Override
    public void define(FunctionEntry function) {
        switch (function.name()) {
            case "hex" -> function.castsAllowed(StringFunctions::keepsText);
            case "substr", "substring" -> function.rewritten(StringFunctions::substring);
            case "lpad", "rpad" ->
                function.rewritten(call -> call.arguments().size() == 2 ? CallRewrites.withTexts(call, " ") : call);
            case "ilike" -> function.rewritten(StringFunctions::like);
            case "str_to_map" -> function.rewritten(StringFunctions::toMap);
            case "concat" -> function.replaced(StringFunctions::joined);
            case "aes_encrypt", "aes_decrypt" ->
                function.rewritten(StringFunctions::encryption).argumentsChecked(StringFunctions::checkMode);
            case "field" ->
                function.argumentsChecked(StringFunctions::requireCandidates).resolved(StringFunctions::field);
            case "ngram_search", "ngram_search_case_insensitive" -> function.checked(StringFunctions::checkSearch);
            default -> {}
        }
    }

    /** The hex digits of a text differ from those of a number. */
    private static boolean keepsText(Signature signature, List<Type> arguments) {
        PrimitiveType argument = PrimitiveType.of(arguments.get(0));
        if (argument.isMetric()) {
            return false;
        }
        boolean ofText = signature.parameter(0) instanceof SignatureType.Of of
                && PrimitiveType.of(of.type()).isCharacters();
        return argument.isCharacters() || !ofText;
    }

    /** With a wrong number of arguments, the parser drops all of them. */
    private static Expression substring(Call call) {
        int count = call.arguments().size();
        return count == 2 || count == 3 ? call : CallRewrites.withArguments(call, List.of());
    }

    private static Expression like(Call call) {
        List<Expression> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            arguments.add(CallRewrites.call("lower", List.of(argument), argument.span()));
        }
        return CallRewrites.renamed(call, "like", arguments);
    }

    private static Expression toMap(Call call) {
        return switch (call.arguments().size()) {
            case 1 -> CallRewrites.withTexts(call, ",", ":");
            case 2 -> CallRewrites.withTexts(call, ":");
            default -> call;
        };
    }

    /**
     * If one of the arguments is an array, concat joins arrays, and any other argument becomes an array of one element.
     */
    private static Invocation joined(Invocation call) {
        if (call.types().stream().noneMatch(Type.Array.class::isInstance)) {
            return call;
        }
        List<Type> arrays = call.types().stream()
                .map(type -> type instanceof Type.Array ? type : new Type.Array(type))
                .toList();
        CommonTypes.of(arrays);
        return call.of("array_concat", arrays);
    }

    private static Expression encryption(Call call) {
        Expression mode = CallRewrites.text("AES_128_ECB", call.span());
        return switch (call.arguments().size()) {
            case 2 -> CallRewrites.with(call, new Expression.Null(call.span()), mode);
            case 3 -> CallRewrites.with(call, mode);
            default -> call;
        };
    }

    private static void checkMode(Invocation call) {
        boolean authenticated = call.count() == 5;
        if (authenticated
                && call.argument(3) instanceof Expression.Text mode
                && !mode.value().toUpperCase(Locale.ROOT).contains("GCM")) {
            throw call.refusal(
                    FunctionRule.AAD_WITHOUT_GCM_MODE, call.name(), mode.value().toUpperCase(Locale.ROOT));
        }
    }

    private static void requireCandidates(Invocation call) {
        if (call.count() < 2) {
            throw Refusal.analysis(Span.NONE, FunctionRule.FIELD_ARGUMENT_COUNT);
        }
    }

    /** All arguments are cast to the common type of the first and the others. */
    private static @Nullable Signature field(Invocation call) {
        boolean ofNull = call.type(0).equals(TypeConstants.NULL);
        Type target = ofNull ? TypeConstants.INT : call.type(0);
        for (Type type : call.types().subList(1, call.count())) {
            target = ofNull || type.equals(TypeConstants.NULL) ? target : comparedAs(target, type);
        }
        for (Signature signature : call.function().overloads().signatures()) {
            if (signature.parameter(0).fits(target)) {
                return target instanceof Type.Decimal decimal && Decimals.isDecimal(decimal)
                        ? signature.decided(List.of(target), TypeConstants.INT)
                        : signature;
            }
        }
        return null;
    }

    private static Type comparedAs(Type left, Type right) {
        PrimitiveType leftType = PrimitiveType.of(left);
        PrimitiveType rightType = PrimitiveType.of(right);
        boolean alike = (leftType.isNumeric() && rightType.isNumeric())
                || (leftType.isCharacters() && rightType.isCharacters());
        Type common = alike ? CommonTypes.ofScalars(left, right) : null;
        return common == null ? TypeConstants.DOUBLE : common;
    }

    private static void checkSearch(Invocation call) {
        if (!PrimitiveType.of(call.type(0)).isCharacters()) {
            throw call.refusal(FunctionRule.ARGUMENTS_NOT_TEXT, call.name());
        }
        if (!call.isConstant(1) || !call.isConstant(2)) {
            throw call.refusal(FunctionRule.ARGUMENTS_NOT_CONSTANT, call.name());
        }
    }
}
