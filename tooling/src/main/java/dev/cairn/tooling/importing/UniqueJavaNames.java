package dev.cairn.tooling.importing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * Names in Java for what has one in SQL, each of them once. Upper and lower case don't make two names: the files of two
 * such classes would be one on many disks.
 */
final class UniqueJavaNames {
    /** No component can be named so: its accessor would be a method that every object has. */
    private static final Set<String> METHODS_OF_OBJECT =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    /** Of a type, in UTF-8: a class file has the names of two types in its own, and most disks limit that to 255 bytes. */
    private static final int LONGEST_TYPE = 100;

    private final Set<String> taken = new HashSet<>();

    /** No longer to be given. */
    void take(String name) {
        taken.add(name.toLowerCase(Locale.ROOT));
    }

    boolean isFree(String name) {
        return !taken.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The wanted name, with a number behind it if there is one of that name already. */
    String free(String wanted) {
        String name = wanted;
        for (int i = 2; !isFree(name); i++) {
            name = numbered(wanted, i);
        }
        take(name);
        return name;
    }

    static String numbered(String name, int number) {
        boolean digit = Character.isDigit(name.charAt(name.length() - 1));
        return name + (digit ? "_" : "") + number;
    }

    /** {@code PageView} of {@code page_view}. */
    static String ofType(String sqlName) {
        StringBuilder name = new StringBuilder();
        for (String word : words(sqlName)) {
            name.append(joint(name, word)).append(capitalized(word));
        }
        return name.isEmpty() ? "Unnamed" : shortened(legal(name.toString()));
    }

    private static String shortened(String name) {
        int end = 0;
        int bytes = 0;
        while (end < name.length()) {
            int next = name.offsetByCodePoints(end, 1);
            bytes += name.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST_TYPE) {
                return name.substring(0, end);
            }
            end = next;
        }
        return name;
    }

    /** {@code visitDate} of {@code visit_date}. */
    static String ofComponent(String sqlName) {
        StringBuilder name = new StringBuilder();
        for (String word : words(sqlName)) {
            name.append(joint(name, word)).append(name.isEmpty() ? lowered(word) : capitalized(word));
        }
        String component = name.isEmpty() ? "unnamed" : legal(name.toString());
        return METHODS_OF_OBJECT.contains(component) ? component + "_" : component;
    }

    /** A number stays apart from what is before it: {@code line_2} is {@code line_2}. */
    private static String joint(StringBuilder before, String word) {
        return !before.isEmpty() && Character.isDigit(word.codePointAt(0)) ? "_" : "";
    }

    /** What stands between characters that no name in Java can have; capitals alone are no words. */
    private static List<String> words(String sqlName) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        String cased = sqlName.chars().anyMatch(Character::isLowerCase) ? sqlName : sqlName.toLowerCase(Locale.ROOT);
        cased.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) && Character.isJavaIdentifierPart(c)) {
                word.appendCodePoint(c);
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

    private static String capitalized(String word) {
        int first = word.offsetByCodePoints(0, 1);
        return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first);
    }

    private static String lowered(String word) {
        int first = word.offsetByCodePoints(0, 1);
        boolean capitals = word.chars().noneMatch(Character::isLowerCase);
        return capitals
                ? word.toLowerCase(Locale.ROOT)
                : word.substring(0, first).toLowerCase(Locale.ROOT) + word.substring(first);
    }

    private static String legal(String name) {
        if (!Character.isJavaIdentifierStart(name.codePointAt(0))) {
            return "_" + name;
        }
        return SourceVersion.isKeyword(name, SourceVersion.RELEASE_17) ? name + "_" : name;
    }
}
