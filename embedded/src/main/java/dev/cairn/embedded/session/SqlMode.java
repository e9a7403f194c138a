package dev.cairn.embedded.session;

import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The modes of {@code sql_mode}. */
public enum SqlMode {
    /** Casts fail instead of returning NULL. */
    ALLOW_THROW_EXCEPTION(9),
    /** Stands for {@linkplain #impliedModes several modes}, such as PIPES_AS_CONCAT. */
    ANSI(18),
    ANSI_QUOTES(2, ModeSupport.NO_EFFECT),
    /** Divisions by zero fail instead of returning NULL. */
    ERROR_FOR_DIVISION_BY_ZERO(26),
    /** Decimals that overflow are errors instead of NULL. */
    ERROR_IF_OVERFLOW(35, ModeSupport.UNSUPPORTED),
    /** Constants that are not dates are refused. */
    FORBID_INVALID_DATE(8, ModeSupport.UNSUPPORTED),
    /** The last argument of group_concat is the separator. */
    GROUP_CONCAT_LEGACY(36),
    HIGH_NOT_PRECEDENCE(29, ModeSupport.NO_EFFECT),
    IGNORE_SPACE(3, ModeSupport.NO_EFFECT),
    INVALID_DATES(25, ModeSupport.NO_EFFECT),
    /** Literals with a decimal point are doubles. */
    MODE_DOUBLE_LITERAL(17, ModeSupport.UNSUPPORTED),
    NOT_USED(4, ModeSupport.NO_EFFECT),
    NO_AUTO_VALUE_ON_ZERO(19, ModeSupport.NO_EFFECT),
    NO_BACKSLASH_ESCAPES(20, ModeSupport.NO_EFFECT),
    NO_DIR_IN_CREATE(7, ModeSupport.NO_EFFECT),
    NO_ENGINE_SUBSTITUTION(30, ModeSupport.NO_EFFECT),
    NO_UNSIGNED_SUBTRACTION(6, ModeSupport.NO_EFFECT),
    NO_ZERO_DATE(24, ModeSupport.NO_EFFECT),
    NO_ZERO_IN_DATE(23, ModeSupport.NO_EFFECT),
    /**
     * Outside of aggregates, only columns of GROUP BY may be selected; the embedded server requires this in any mode.
     */
    ONLY_FULL_GROUP_BY(5),
    PAD_CHAR_TO_FULL_LENGTH(31, ModeSupport.NO_EFFECT),
    /** Two pipes concatenate texts. */
    PIPES_AS_CONCAT(1),
    REAL_AS_FLOAT(0, ModeSupport.NO_EFFECT),
    /** NULL comes last in ascending order. */
    SORT_NULLS_LAST(33),
    STRICT_ALL_TABLES(22, ModeSupport.NO_EFFECT),
    STRICT_TRANS_TABLES(21, ModeSupport.NO_EFFECT),
    /** Fields of structs are matched by their names. */
    STRUCT_CAST_BY_NAME(37),
    TIME_TRUNCATE_FRACTIONAL(32, ModeSupport.NO_EFFECT),
    /** Stands for {@linkplain #impliedModes several modes}, such as ERROR_FOR_DIVISION_BY_ZERO. */
    TRADITIONAL(27);

    public static final String VARIABLE_NAME = "sql_mode";

    private enum ModeSupport {
        SUPPORTED,
        /** The mode has no effect on a real server either. */
        NO_EFFECT,
        UNSUPPORTED
    }

    private final int bit;
    private final ModeSupport support;

    SqlMode(int bit) {
        this(bit, ModeSupport.SUPPORTED);
    }

    SqlMode(int bit, ModeSupport support) {
        this.bit = bit;
        this.support = support;
    }

    /** Returns whether a normalized value of the variable contains this mode. */
    public boolean isEnabledIn(String sqlModeValue) {
        return List.of(sqlModeValue.split(",", -1)).contains(name());
    }

    /**
     * Converts a comma-separated list of mode names and numbers to the server's form: all names in alphabetical order,
     * including the modes that other modes imply.
     *
     * @throws Refusal if a mode is unknown, or the embedded server does not support it
     */
    static String normalize(String value) {
        Set<SqlMode> modes = EnumSet.noneOf(SqlMode.class);
        for (String listItem : value.split(",", -1)) {
            String modeText = listItem.strip();
            if (!modeText.isEmpty()) {
                modes.addAll(
                        modeText.chars().allMatch(Character::isDigit)
                                ? parseBits(modeText)
                                : List.of(findByName(modeText).orElseThrow(() -> createUnknownModeRefusal(modeText))));
            }
        }
        for (SqlMode mode : List.copyOf(modes)) {
            modes.addAll(mode.impliedModes());
        }
        for (SqlMode mode : modes) {
            if (mode.support == ModeSupport.UNSUPPORTED) {
                throw Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_VALUE_UNSUPPORTED, VARIABLE_NAME, mode);
            }
        }
        return modes.stream().map(SqlMode::name).sorted().collect(Collectors.joining(","));
    }

    private static Refusal createUnknownModeRefusal(String modeName) {
        return Refusal.ofExecution(Span.NONE, EmbeddedRule.VARIABLE_VALUE_INVALID, VARIABLE_NAME, modeName);
    }

    private static Optional<SqlMode> findByName(String modeName) {
        return Stream.of(values())
                .filter(mode -> mode.name().equals(modeName.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /** Returns the modes whose bits are set in a number; refuses a number with other bits. */
    private static Collection<SqlMode> parseBits(String numberText) {
        long bits;
        try {
            bits = Long.parseLong(numberText);
        } catch (NumberFormatException failure) {
            throw createUnknownModeRefusal(numberText);
        }
        List<SqlMode> modes =
                Stream.of(values()).filter(mode -> (bits >> mode.bit & 1) == 1).toList();
        if (modes.stream().mapToLong(mode -> 1L << mode.bit).sum() != bits) {
            throw createUnknownModeRefusal(numberText);
        }
        return modes;
    }

    /** Returns the modes that this one stands for. */
    private Set<SqlMode> impliedModes() {
        return switch (this) {
            case ANSI -> EnumSet.of(REAL_AS_FLOAT, PIPES_AS_CONCAT, ANSI_QUOTES, IGNORE_SPACE, ONLY_FULL_GROUP_BY);
            case TRADITIONAL ->
                EnumSet.of(
                        STRICT_TRANS_TABLES,
                        STRICT_ALL_TABLES,
                        NO_ZERO_IN_DATE,
                        NO_ZERO_DATE,
                        ERROR_FOR_DIVISION_BY_ZERO,
                        NO_ENGINE_SUBSTITUTION);
            default -> EnumSet.noneOf(SqlMode.class);
        };
    }
}
