package dev.cairn.engine.context;

import dev.cairn.catalog.Partitioning;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Defines which names the server accepts. The rules differ by the kind of object, and for some kinds by the version of
 * the server. The methods that require a valid name throw the {@link Refusal} with which the server rejects the name.
 */
public final class NameValidation {
    static final String SHADOW_COLUMN_PREFIX = "__starrocks_shadow_";

    private static final int MAX_NAME_LENGTH = 1024;
    private static final int MAX_DATABASE_NAME_LENGTH = 256;
    /** The maximum length of the names of partitions and of several other objects. */
    public static final int MAX_COMMON_NAME_LENGTH = 64;

    private static final String RESERVED_PARTITION_PREFIX = "placeholder_";
    private static final List<String> RESERVED_COLUMN_NAMES = List.of("__op", "__row", "___count___");
    private static final String DATABASE_NAME_SYMBOLS = "-~!@#$%^&<>=+";
    private static final String FORBIDDEN_COLUMN_NAME_SYMBOLS = "=<>!*";

    private NameValidation() {}

    public static void requireValidDatabaseName(String name, Span span) {
        boolean isValid = isWord(
                name,
                MAX_DATABASE_NAME_LENGTH,
                character -> isWordPart(character) || DATABASE_NAME_SYMBOLS.indexOf(character) >= 0);
        if (!isValid) {
            throw Refusal.ofAnalysis(span, ServerError.INCORRECT_DATABASE_NAME, name);
        }
    }

    public static void requireValidTableName(String name, Span span) {
        if (!isValidText(name)) {
            throw Refusal.ofAnalysis(span, ServerError.INCORRECT_TABLE_NAME, name);
        }
    }

    public static void requireValidRoleName(Name name) {
        if (!isCommonName(name.text())) {
            throw Refusal.ofAnalysis(name.span(), NameRule.ROLE_NAME_FORMAT, name);
        }
    }

    public static void requireValidPartitionName(String name, Span span) {
        if (!isCommonName(name) || name.startsWith(RESERVED_PARTITION_PREFIX)) {
            throw Refusal.ofAnalysis(span, ServerError.INCORRECT_PARTITION_NAME, name);
        }
    }

    public static void requireValidColumnName(ServerProfile profile, String name, Span span) {
        requireValidPartitionColumnName(profile, name, span);
        if (name.startsWith(Partitioning.HIDDEN_COLUMN_PREFIX)) {
            throw Refusal.ofAnalysis(span, NameRule.RESERVED_COLUMN_NAME, name);
        }
    }

    /** Returns whether a statement may declare a column with this name; a query may have columns with other names. */
    public static boolean isDeclarableColumnName(ServerProfile profile, String name) {
        return isValidColumnName(profile, name)
                && !name.startsWith(Partitioning.HIDDEN_COLUMN_PREFIX)
                && RESERVED_COLUMN_NAMES.stream().noneMatch(name::equalsIgnoreCase);
    }

    /** Requires a valid name of a column in PARTITION BY, which may have the form of generated names. */
    public static void requireValidPartitionColumnName(ServerProfile profile, String name, Span span) {
        if (!isValidColumnName(profile, name)) {
            throw Refusal.ofAnalysis(span, ServerError.INCORRECT_COLUMN_NAME, name);
        }
        for (String reservedName : RESERVED_COLUMN_NAMES) {
            if (reservedName.equalsIgnoreCase(name)) {
                throw Refusal.ofAnalysis(span, NameRule.RESERVED_COLUMN_NAME, name);
            }
        }
    }

    /**
     * Returns whether the name is valid for partitions, roles, resources and similar objects: a letter, or an
     * underscore followed by a letter or digit, then word characters; at most 64 characters in all.
     */
    public static boolean isCommonName(String name) {
        return isWord(name, MAX_COMMON_NAME_LENGTH, NameValidation::isWordPart);
    }

    private static boolean isValidColumnName(ServerProfile profile, String name) {
        if (!isValidText(name) || name.startsWith(SHADOW_COLUMN_PREFIX)) {
            return false;
        }
        return profile.isSharedData()
                || containsOnly(name, 0, character -> FORBIDDEN_COLUMN_NAME_SYMBOLS.indexOf(character) < 0);
    }

    private static boolean isValidText(String name) {
        boolean isShortEnough =
                name.length() <= MAX_NAME_LENGTH || name.codePointCount(0, name.length()) <= MAX_NAME_LENGTH;
        return !name.isEmpty() && isShortEnough && name.indexOf('\0') < 0;
    }

    private static boolean isWord(String name, int maxLength, IntPredicate isAllowed) {
        if (name.isEmpty() || name.length() > maxLength) {
            return false;
        }
        char firstCharacter = name.charAt(0);
        if (firstCharacter == '_') {
            if (name.length() < 2 || !isLetterOrDigit(name.charAt(1))) {
                return false;
            }
        } else if (!isLetter(firstCharacter)) {
            return false;
        }
        return containsOnly(name, 1, isAllowed);
    }

    private static boolean containsOnly(String name, int startIndex, IntPredicate isAllowed) {
        for (int i = startIndex; i < name.length(); i++) {
            if (!isAllowed.test(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWordPart(int character) {
        return isLetterOrDigit(character) || character == '_';
    }

    private static boolean isLetterOrDigit(int character) {
        return isLetter(character) || (character >= '0' && character <= '9');
    }

    private static boolean isLetter(int character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }
}
