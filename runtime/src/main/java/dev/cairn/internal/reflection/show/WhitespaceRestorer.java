package dev.cairn.internal.reflection.show;

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
 * there are several readings, they are tried one after another. A comment at the end of a line has lost its end: it may
 * end before each word that follows, and the shortest comments are tried first.
 */
public final class WhitespaceRestorer {
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

    /** The number of splits of a word from which on their remainders are not split again. */
    private static final int MAX_SPLITS_PER_WORD = 200;

    /** The maximum number of readings to try. Statements with many unknown words have more readings. */
    private static final int MAX_READINGS = 400;

    /** The maximum number of readings of a statement with comments, for each place where they may end. */
    private static final int MAX_READINGS_WITH_COMMENTS = 20;

    /** The maximum number of ends to try, for all comments together. */
    private static final int MAX_COMMENT_ENDS = 1000;

    /** The length up to which a word is split; a longer one may have too many splits. */
    private static final int MAX_SPLIT_WORD_LENGTH = 80;

    private final Set<String> knownWords;
    private final String text;
    /** The parts of the text, each with its possible readings, the most likely one first. */
    private final List<List<String>> tokenChoices = new ArrayList<>();

    /** @param names the names of tables and columns that the statement may contain */
    public WhitespaceRestorer(String text, Set<String> names) {
        this(collectKnownWords(names), text);
    }

    private WhitespaceRestorer(Set<String> knownWords, String text) {
        this.knownWords = knownWords;
        this.text = text;
        int start = 0;
        while (start < text.length()) {
            int end = findTokenEnd(text, start);
            String token = text.substring(start, end);
            boolean isWordToken = isWordCharacter(text.charAt(start));
            boolean isAfterQuote = start > 0 && isQuoteCharacter(text.charAt(start - 1));
            if (isWordToken && isAfterQuote) {
                tokenChoices.add(List.of(" ")); // `m`AS
            }
            tokenChoices.add(isWordToken ? findChoices(token) : List.of(token));
            start = end;
        }
    }

    private static Set<String> collectKnownWords(Set<String> names) {
        Set<String> words = new HashSet<>();
        KEYWORDS.forEach(keyword -> words.add(toLowerCase(keyword)));
        names.forEach(name -> words.add(toLowerCase(name)));
        return words;
    }

    /** Returns the first reading that matches; if none of the tried readings matches, the most likely one. */
    public String chooseReading(Predicate<String> isRightReading) {
        Optional<String> reading = findLineComment(text) < 0
                ? findReading(isRightReading, MAX_READINGS)
                : findReadingWithoutComments(text, isRightReading, new AtomicInteger(MAX_COMMENT_ENDS));
        return reading.orElseGet(() -> renderReading(likeliestChoiceIndexes()));
    }

    /**
     * Tries each end of the first comment with which the text up to the next comment may be a beginning of a statement.
     */
    private Optional<String> findReadingWithoutComments(
            String commentedText, Predicate<String> isRightReading, AtomicInteger remainingAttempts) {
        int commentStart = findLineComment(commentedText);
        if (commentStart < 0) {
            return new WhitespaceRestorer(knownWords, commentedText)
                    .findReading(isRightReading, MAX_READINGS_WITH_COMMENTS);
        }
        for (int end : findCommentEnds(commentedText, commentStart)) {
            if (remainingAttempts.decrementAndGet() < 0) {
                break;
            }
            String shorterText = commentedText.substring(0, commentStart) + "\n" + commentedText.substring(end);
            Optional<String> reading = hasValidBeginning(shorterText)
                    ? findReadingWithoutComments(shorterText, isRightReading, remainingAttempts)
                    : Optional.empty();
            if (reading.isPresent()) {
                return reading;
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the possible ends of a comment: first the positions before a known word or a symbol, then the positions
     * inside words.
     */
    private List<Integer> findCommentEnds(String commentedText, int commentStart) {
        List<Integer> likelyEnds = new ArrayList<>();
        List<Integer> unlikelyEnds = new ArrayList<>();
        for (int end = commentStart + 2; end < commentedText.length(); end++) {
            (mayBeginLine(commentedText, end) ? likelyEnds : unlikelyEnds).add(end);
        }
        likelyEnds.add(commentedText.length());
        likelyEnds.addAll(unlikelyEnds);
        return likelyEnds;
    }

    private boolean hasValidBeginning(String commentedText) {
        int commentStart = findLineComment(commentedText);
        String beginning = commentStart < 0 ? commentedText : commentedText.substring(0, commentStart);
        return new WhitespaceRestorer(knownWords, beginning)
                .findReading(WhitespaceRestorer::mayBeginStatement, MAX_READINGS_WITH_COMMENTS)
                .isPresent();
    }

    private static boolean mayBeginStatement(String text) {
        try {
            Sql.parse(text);
            return true;
        } catch (SqlSyntaxException failure) {
            return failure.span().offset() >= text.stripTrailing().length();
        }
    }

    /** Returns the position of the first comment that ends with its line, or -1. */
    private static int findLineComment(String text) {
        for (int start = 0; start < text.length(); start = findTokenEnd(text, start)) {
            if (text.startsWith("--", start)) {
                return start;
            }
        }
        return -1;
    }

    /** Returns whether a line that was joined to a comment may begin here. */
    private boolean mayBeginLine(String text, int index) {
        char firstCharacter = text.charAt(index);
        if (!isWordCharacter(firstCharacter)) {
            return firstCharacter != ' ';
        }
        return !isWordCharacter(text.charAt(index - 1))
                || knownWords.stream().anyMatch(word -> text.regionMatches(true, index, word, 0, word.length()));
    }

    private List<Integer> likeliestChoiceIndexes() {
        return tokenChoices.stream().map(token -> 0).toList();
    }

    /** Tries readings, the most likely ones first; returns empty if none of the tried ones is right. */
    private Optional<String> findReading(Predicate<String> isRightReading, int maxReadings) {
        PriorityQueue<List<Integer>> queue = new PriorityQueue<>(Comparator.<List<Integer>>comparingInt(
                        indexes -> indexes.stream().mapToInt(Integer::intValue).sum())
                .thenComparing(Object::toString));
        List<Integer> initialIndexes = likeliestChoiceIndexes();
        Set<List<Integer>> seenIndexes = new HashSet<>(Set.of(initialIndexes));
        queue.add(initialIndexes);
        for (int i = 0; i < maxReadings && !queue.isEmpty(); i++) {
            List<Integer> choiceIndexes = queue.remove();
            String reading = renderReading(choiceIndexes);
            if (isRightReading.test(reading)) {
                return Optional.of(reading);
            }
            for (int tokenIndex = 0; tokenIndex < tokenChoices.size(); tokenIndex++) {
                if (choiceIndexes.get(tokenIndex) + 1
                        < tokenChoices.get(tokenIndex).size()) {
                    List<Integer> nextIndexes = new ArrayList<>(choiceIndexes);
                    nextIndexes.set(tokenIndex, choiceIndexes.get(tokenIndex) + 1);
                    if (seenIndexes.add(nextIndexes)) {
                        queue.add(nextIndexes);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private String renderReading(List<Integer> choiceIndexes) {
        StringBuilder reading = new StringBuilder();
        for (int i = 0; i < tokenChoices.size(); i++) {
            reading.append(tokenChoices.get(i).get(choiceIndexes.get(i)));
        }
        return reading.toString();
    }

    /** Returns the end of the next token: a word, a quoted text, or a single character. */
    private static int findTokenEnd(String text, int start) {
        char firstCharacter = text.charAt(start);
        int end = start + 1;
        if (isWordCharacter(firstCharacter)) {
            while (end < text.length() && isWordCharacter(text.charAt(end))) {
                end++;
            }
        } else if (isQuoteCharacter(firstCharacter)) {
            while (end < text.length() && text.charAt(end) != firstCharacter) {
                end += text.charAt(end) == '\\' && firstCharacter != '`' ? 2 : 1;
            }
            end = Math.min(end + 1, text.length());
        }
        return end;
    }

    private static boolean isWordCharacter(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '$';
    }

    private static boolean isQuoteCharacter(char character) {
        return character == '\'' || character == '"' || character == '`';
    }

    /**
     * Returns the readings of a word, the most likely one first: it has the fewest unknown words, and among these, the
     * most changes of case between words. A known word and a long word are not split.
     */
    private List<String> findChoices(String word) {
        if (isKnownWord(word) || word.length() > MAX_SPLIT_WORD_LENGTH) {
            return List.of(word);
        }
        List<List<String>> choices = new ArrayList<>();
        addSplits(word, List.of(), choices);
        return choices.stream()
                .sorted(Comparator.<List<String>>comparingLong(this::countUnknownWords)
                        .thenComparingLong(words -> words.size() - countCaseChanges(words))
                        .thenComparingLong(words -> -words.size()))
                .map(words -> String.join(" ", words))
                .toList();
    }

    /**
     * Adds the possible splits of a text. Line breaks occur before or after a keyword, so words are split only there.
     */
    private void addSplits(String remainingText, List<String> precedingWords, List<List<String>> choices) {
        choices.add(withWord(precedingWords, remainingText));
        if (choices.size() >= MAX_SPLITS_PER_WORD) {
            return;
        }
        for (int i = 1; i < remainingText.length(); i++) {
            String firstWord = remainingText.substring(0, i);
            String remainder = remainingText.substring(i);
            boolean isNumberPrefix = isNumber(firstWord) && !Character.isDigit(remainder.charAt(0));
            if (isNumberPrefix
                    || isKeyword(firstWord)
                    || KEYWORDS.stream().anyMatch(remainder.toUpperCase(Locale.ROOT)::startsWith)) {
                addSplits(remainder, withWord(precedingWords, firstWord), choices);
            }
        }
    }

    private static List<String> withWord(List<String> words, String word) {
        List<String> allWords = new ArrayList<>(words);
        allWords.add(word);
        return allWords;
    }

    private long countUnknownWords(List<String> words) {
        return words.stream().filter(word -> !isKnownWord(word)).count();
    }

    private boolean isKnownWord(String word) {
        return knownWords.contains(toLowerCase(word)) || isNumber(word);
    }

    private static boolean isNumber(String word) {
        return word.chars().allMatch(Character::isDigit);
    }

    /** {@code AStotal} is more likely to be two words than {@code astotal}. */
    private static long countCaseChanges(List<String> words) {
        return IntStream.range(1, words.size())
                .filter(i -> {
                    String previousWord = words.get(i - 1);
                    char lastCharacter = previousWord.charAt(previousWord.length() - 1);
                    char nextCharacter = words.get(i).charAt(0);
                    return Character.isUpperCase(lastCharacter) != Character.isUpperCase(nextCharacter)
                            && Character.isLetter(lastCharacter)
                            && Character.isLetter(nextCharacter);
                })
                .count();
    }

    private static boolean isKeyword(String word) {
        return KEYWORDS.contains(word.toUpperCase(Locale.ROOT));
    }

    private static String toLowerCase(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
