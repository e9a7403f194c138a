package dev.cairn.tooling.importing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * Unique Java names for SQL names. Names that differ only in case are not distinct: many file systems would keep the
 * files of two such classes as one.
 */
final class UniqueJavaNames {
    /** Illegal names of components: the accessor would be a method of {@code Object}. */
    private static final Set<String> OBJECT_METHOD_NAMES =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    /**
     * The maximum length of a name in bytes of UTF-8: the name of a class file has at most 255 bytes and contains the
     * names of up to two types.
     */
    private static final int MAX_TYPE_NAME_BYTE_COUNT = 100;

    private static final Set<String> JAVA_LANG_TYPE_NAMES = parseNames("""
            Boolean Byte Character CharSequence Class Comparable Deprecated Double Enum Error Exception Float Integer
            Iterable Long Math Module Number Object Override Package Process Record Runnable Runtime Short String
            StringBuilder SuppressWarnings System Thread Throwable Void
            """);

    private static final Set<String> VALUE_TYPE_NAMES = parseNames("""
            BigDecimal BigInteger Bitmap Hll List LocalDate LocalDateTime Map Percentile State
            """);

    private static final Set<String> ANNOTATION_NAMES = parseNames("""
            Aggregate AggregateKey Allow AutoIncrement BloomFilter Char ColocateWith Column Decimal Default
            DistributedByHash DistributedByRandom DuplicateKey Embedded External GeneratedAs Grant Index Json MaterializedView
            NotNull OrderBy Partition PartitionBy PartitionByList PartitionByRange PrimaryKey Property Refresh Role Rollup
            Schema SqlType StateOf Table UniqueKey Varbinary Varchar View
            """);

    private static Set<String> parseNames(String words) {
        return Set.of(words.strip().split("\\s+"));
    }

    private final Set<String> usedNames = new HashSet<>();

    void reserve(String name) {
        usedNames.add(name.toLowerCase(Locale.ROOT));
    }

    private boolean isFree(String name) {
        return !usedNames.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Reserves and returns the name, with a number appended if the name is already in use. */
    String reserveUnique(String desiredName) {
        String name = desiredName;
        for (int number = 2; !isFree(name); number++) {
            name = appendNumber(desiredName, number);
        }
        reserve(name);
        return name;
    }

    private static String appendNumber(String name, int number) {
        boolean endsWithDigit = Character.isDigit(name.charAt(name.length() - 1));
        return name + (endsWithDigit ? "_" : "") + number;
    }

    /**
     * Returns a name for a record that is free with and without the suffix.
     *
     * @param suffix the end of the name of the record's descriptor
     */
    String reserveRecordName(String sqlName, String suffix) {
        String name = toTypeName(sqlName);
        for (int number = 2; !isFree(name) || !isFree(name + suffix); number++) {
            name = appendNumber(toTypeName(sqlName), number);
        }
        reserve(name);
        reserve(name + suffix);
        return name;
    }

    /**
     * Converts {@code page_view} to {@code PageView}. A record can't have the name of a class that it, or the code that
     * is generated for it, uses by its simple name, so {@code list} becomes {@code ListRow}.
     */
    static String toTypeName(String sqlName) {
        StringBuilder joinedWords = new StringBuilder();
        for (String word : splitWords(sqlName)) {
            joinedWords.append(chooseSeparator(joinedWords, word)).append(capitalize(word));
        }
        String name = joinedWords.isEmpty() ? "Unnamed" : shorten(toLegalName(joinedWords.toString()));
        boolean hidesUsedType = JAVA_LANG_TYPE_NAMES.contains(name)
                || VALUE_TYPE_NAMES.contains(name)
                || ANNOTATION_NAMES.contains(name);
        return hidesUsedType ? name + "Row" : name;
    }

    private static String shorten(String name) {
        int endIndex = 0;
        int byteCount = 0;
        while (endIndex < name.length()) {
            int nextIndex = name.offsetByCodePoints(endIndex, 1);
            byteCount += name.substring(endIndex, nextIndex).getBytes(StandardCharsets.UTF_8).length;
            if (byteCount > MAX_TYPE_NAME_BYTE_COUNT) {
                return name.substring(0, endIndex);
            }
            endIndex = nextIndex;
        }
        return name;
    }

    /** Converts {@code visit_date} to {@code visitDate}. */
    static String toComponentName(String sqlName) {
        StringBuilder name = new StringBuilder();
        for (String word : splitWords(sqlName)) {
            name.append(chooseSeparator(name, word)).append(name.isEmpty() ? decapitalize(word) : capitalize(word));
        }
        String componentName = name.isEmpty() ? "unnamed" : toLegalName(name.toString());
        return OBJECT_METHOD_NAMES.contains(componentName) ? componentName + "_" : componentName;
    }

    /** Returns an underscore between a word and a number after it: {@code line_2} remains {@code line_2}. */
    private static String chooseSeparator(StringBuilder precedingWords, String word) {
        return !precedingWords.isEmpty() && Character.isDigit(word.codePointAt(0)) ? "_" : "";
    }

    /**
     * Splits a name at underscores, and at all other characters that are neither letters nor digits. A name without
     * lower-case letters is converted to lower case first.
     */
    private static List<String> splitWords(String sqlName) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        String normalizedName =
                sqlName.chars().anyMatch(Character::isLowerCase) ? sqlName : sqlName.toLowerCase(Locale.ROOT);
        normalizedName.codePoints().forEach(codePoint -> {
            if (Character.isLetterOrDigit(codePoint) && Character.isJavaIdentifierPart(codePoint)) {
                word.appendCodePoint(codePoint);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    static String capitalize(String word) {
        int firstLength = word.offsetByCodePoints(0, 1);
        return word.substring(0, firstLength).toUpperCase(Locale.ROOT) + word.substring(firstLength);
    }

    private static String decapitalize(String word) {
        int firstLength = word.offsetByCodePoints(0, 1);
        boolean isUpperCase = word.chars().noneMatch(Character::isLowerCase);
        return isUpperCase
                ? word.toLowerCase(Locale.ROOT)
                : word.substring(0, firstLength).toLowerCase(Locale.ROOT) + word.substring(firstLength);
    }

    private static String toLegalName(String name) {
        if (!Character.isJavaIdentifierStart(name.codePointAt(0))) {
            return "_" + name;
        }
        return SourceVersion.isKeyword(name, SourceVersion.RELEASE_17) ? name + "_" : name;
    }
}
