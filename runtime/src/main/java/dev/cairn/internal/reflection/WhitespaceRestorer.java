package dev.cairn.internal.reflection;

import dev.cairn.sql.Sql;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Separates the words of a statement from which line breaks and tabs were removed, so that words of adjacent lines are
 * joined: {@code sum(qty)FROM saleGROUP BY day}. Keywords and the names of tables and columns show where words end. If
 * there are several readings, they are tried one after another. A comment at the end of a line has no end any more: it
 * may end before each word that follows, and the shortest comments are tried first.
 */
final class WhitespaceRestorer {
    /** The words that may end or begin a line of such a statement. */
    private static final Set<String> KEYWORDS = Set.of(
            "CREATE",
            "MATERIALIZED",
            "VIEW",
            "COMMENT",
            "PROPERTIES",
            "AS",
            "SELECT",
            "DISTINCT",
            "FROM",
            "WHERE",
            "GROUP",
            "BY",
            "ORDER",
            "AND",
            "OR",
            "NOT",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "END",
            "IS",
            "NULL",
            "IN",
            "LIKE",
            "BETWEEN",
            "CAST",
            "DIV",
            "MOD",
            "REGEXP",
            "RLIKE",
            "INTERVAL",
            "TRUE",
            "FALSE",
            "ASC",
            "DESC");

    private static final int MAX_WAYS = 200;

    /** The maximum number of readings to try. Statements with many unknown words have more. */
    private static final int MAX_READINGS = 400;

    /** The maximum number of readings of a statement with comments, for each place where they may end. */
    private static final int MAX_READINGS_WITH_COMMENTS = 20;

    private static final int MAX_COMMENT_ENDS = 1000;

    private static final int MAX_SPLIT_WORD_LENGTH = 80;

    private final Set<String> knownWords;
    private final String text;
    /** The parts of the text, each with its possible readings, the most likely one first. */
    private final List<List<String>> tokenChoices = new ArrayList<>();

    /** @param names the names of tables and columns that the statement may contain */
    WhitespaceRestorer(String text, Set<String> names) {
        this(knownWords(names), text);
    }

    private WhitespaceRestorer(Set<String> known, String text) {
        this.knownWords = known;
        this.text = text;
        int from = 0;
        while (from < text.length()) {
            int to = tokenEnd(text, from);
            String part = text.substring(from, to);
            boolean word = isWord(text.charAt(from));
            boolean quotedBefore = from > 0 && isQuote(text.charAt(from - 1));
            if (word && quotedBefore) {
                tokenChoices.add(List.of(" ")); // `m`AS
            }
            tokenChoices.add(word ? findChoices(part) : List.of(part));
            from = to;
        }
    }

    private static Set<String> knownWords(Set<String> names) {
        Set<String> known = new HashSet<>();
        KEYWORDS.forEach(keyword -> known.add(lower(keyword)));
        names.forEach(name -> known.add(lower(name)));
        return known;
    }

    /** Returns the first reading that matches, or the most likely one if none does. */
    String findReading(Predicate<String> isRight) {
        Optional<String> reading = findLineComment(text) < 0
                ? findReading(isRight, MAX_READINGS)
                : withoutComments(text, isRight, new AtomicInteger(MAX_COMMENT_ENDS));
        return reading.orElseGet(() -> renderReading(likeliestChoices()));
    }

    /** Tries each end of the first comment with which the text up to the next comment may be a beginning of a statement. */
    private Optional<String> withoutComments(String commented, Predicate<String> isRight, AtomicInteger attempts) {
        int comment = findLineComment(commented);
        if (comment < 0) {
            return new WhitespaceRestorer(knownWords, commented).findReading(isRight, MAX_READINGS_WITH_COMMENTS);
        }
        for (int end : findCommentEnds(commented, comment)) {
            if (attempts.decrementAndGet() < 0) {
                break;
            }
            String next = commented.substring(0, comment) + "\n" + commented.substring(end);
            Optional<String> reading = mayContinue(next) ? withoutComments(next, isRight, attempts) : Optional.empty();
            if (reading.isPresent()) {
                return reading;
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the possible ends of a comment: first those at which a known word or a symbol follows, then those inside of
     * words.
     */
    private List<Integer> findCommentEnds(String commented, int comment) {
        List<Integer> likely = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int end = comment + 2; end < commented.length(); end++) {
            (mayBegin(commented, end) ? likely : others).add(end);
        }
        likely.add(commented.length());
        likely.addAll(others);
        return likely;
    }

    private boolean mayContinue(String commented) {
        int comment = findLineComment(commented);
        String beginning = comment < 0 ? commented : commented.substring(0, comment);
        return new WhitespaceRestorer(knownWords, beginning)
                .findReading(WhitespaceRestorer::mayBeginStatement, MAX_READINGS_WITH_COMMENTS)
                .isPresent();
    }

    private static boolean mayBeginStatement(String text) {
        try {
            Sql.parse(text);
            return true;
        } catch (SqlSyntaxException error) {
            return error.span().offset() >= text.stripTrailing().length();
        }
    }

    /** Returns the position of the first comment that ends with its line, or -1. */
    private static int findLineComment(String text) {
        for (int from = 0; from < text.length(); from = tokenEnd(text, from)) {
            if (text.startsWith("--", from)) {
                return from;
            }
        }
        return -1;
    }

    /** Returns whether a line that was joined to a comment may begin here. */
    private boolean mayBegin(String text, int at) {
        char first = text.charAt(at);
        if (!isWord(first)) {
            return first != ' ';
        }
        return !isWord(text.charAt(at - 1))
                || knownWords.stream().anyMatch(word -> text.regionMatches(true, at, word, 0, word.length()));
    }

    private List<Integer> likeliestChoices() {
        return tokenChoices.stream().map(part -> 0).toList();
    }

    private Optional<String> findReading(Predicate<String> isRight, int most) {
        PriorityQueue<List<Integer>> next = new PriorityQueue<>(Comparator.<List<Integer>>comparingInt(
                        choices -> choices.stream().mapToInt(Integer::intValue).sum())
                .thenComparing(Object::toString));
        List<Integer> first = likeliestChoices();
        Set<List<Integer>> seen = new HashSet<>(Set.of(first));
        next.add(first);
        for (int i = 0; i < most && !next.isEmpty(); i++) {
            List<Integer> choices = next.remove();
            String reading = renderReading(choices);
            if (isRight.test(reading)) {
                return Optional.of(reading);
            }
            for (int part = 0; part < tokenChoices.size(); part++) {
                if (choices.get(part) + 1 < tokenChoices.get(part).size()) {
                    List<Integer> other = new ArrayList<>(choices);
                    other.set(part, choices.get(part) + 1);
                    if (seen.add(other)) {
                        next.add(other);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private String renderReading(List<Integer> choices) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tokenChoices.size(); i++) {
            text.append(tokenChoices.get(i).get(choices.get(i)));
        }
        return text.toString();
    }

    /** Returns the end of the next token: a word, a quoted text, or a single character. */
    private static int tokenEnd(String text, int from) {
        char first = text.charAt(from);
        int to = from + 1;
        if (isWord(first)) {
            while (to < text.length() && isWord(text.charAt(to))) {
                to++;
            }
        } else if (isQuote(first)) {
            while (to < text.length() && text.charAt(to) != first) {
                to += text.charAt(to) == '\\' && first != '`' ? 2 : 1;
            }
            to = Math.min(to + 1, text.length());
        }
        return to;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"' || c == '`';
    }

    private List<String> findChoices(String word) {
        if (isKnown(word) || word.length() > MAX_SPLIT_WORD_LENGTH) {
            return List.of(word);
        }
        List<List<String>> choices = new ArrayList<>();
        split(word, List.of(), choices);
        return choices.stream()
                .sorted(Comparator.<List<String>>comparingLong(this::countUnknown)
                        .thenComparingLong(words -> words.size() - countCaseChanges(words))
                        .thenComparingLong(words -> -words.size()))
                .map(words -> String.join(" ", words))
                .toList();
    }

    /** Line breaks occur before or after a keyword, so words are split only there. */
    private void split(String rest, List<String> before, List<List<String>> choices) {
        choices.add(append(before, rest));
        if (choices.size() >= MAX_WAYS) {
            return;
        }
        for (int i = 1; i < rest.length(); i++) {
            String head = rest.substring(0, i);
            String tail = rest.substring(i);
            boolean number = isNumber(head) && !Character.isDigit(tail.charAt(0));
            if (number || isKeyword(head) || KEYWORDS.stream().anyMatch(tail.toUpperCase(Locale.ROOT)::startsWith)) {
                split(tail, append(before, head), choices);
            }
        }
    }

    private static List<String> append(List<String> words, String next) {
        List<String> more = new ArrayList<>(words);
        more.add(next);
        return more;
    }

    private long countUnknown(List<String> words) {
        return words.stream().filter(piece -> !isKnown(piece)).count();
    }

    private boolean isKnown(String word) {
        return knownWords.contains(lower(word)) || isNumber(word);
    }

    private static boolean isNumber(String word) {
        return word.chars().allMatch(Character::isDigit);
    }

    /** {@code AStotal} is more likely to be two words than {@code astotal}. */
    private static long countCaseChanges(List<String> words) {
        return IntStream.range(1, words.size())
                .filter(i -> {
                    String before = words.get(i - 1);
                    char last = before.charAt(before.length() - 1);
                    char next = words.get(i).charAt(0);
                    return Character.isUpperCase(last) != Character.isUpperCase(next)
                            && Character.isLetter(last)
                            && Character.isLetter(next);
                })
                .count();
    }

    private static boolean isKeyword(String word) {
        return KEYWORDS.contains(word.toUpperCase(Locale.ROOT));
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
