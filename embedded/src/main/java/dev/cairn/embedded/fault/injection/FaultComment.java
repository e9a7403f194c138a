package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fault that a statement specifies in a comment, so that any client can inject one. In the comment, one of these
 * faults follows {@code cairn:fault}:
 *
 * <ul>
 *   <li>{@code cut-before}: closes the connection without running the statement
 *   <li>{@code cut-after}: runs it, and closes the connection instead of answering
 *   <li>{@code cut-during}: begins an INSERT, UPDATE or DELETE, closes the connection, and commits the load later
 *   <li>{@code hold}: begins an INSERT, UPDATE or DELETE, and commits it later; answers other statements later
 *   <li>{@code silent-before}: neither runs nor answers it
 *   <li>{@code silent-after}: runs it, and never answers
 *   <li>{@code delay=200ms}: waits, and then runs it
 *   <li>{@code error=1064 message="no"}: answers with an error; may also set {@code sqlstate="HY000"}
 *   <li>{@code error-after=1064}: runs it, and answers with an error; same options
 *   <li>{@code fail-job message="disk"}: runs it, and cancels the job that it starts
 *   <li>{@code late}: closes the connection, and runs the statement later; {@code late=2s} runs it after two seconds
 * </ul>
 *
 * <p>With {@code matching="regex"} or {@code nth=3}, the fault applies to subsequent statements on any connection, and
 * the statement with the comment is run normally.
 *
 * @param trigger selects the subsequent statements that the fault affects; null if it affects the statement with the
 *     comment
 */
record FaultComment(Fault fault, @Nullable Trigger trigger) {
    private static final Pattern COMMENT_PATTERN =
            Pattern.compile("/\\*\\s*cairn:fault\\s+(.*?)\\s*\\*/", Pattern.DOTALL);
    private static final Pattern OPTION_PATTERN = Pattern.compile("\\G\\s*([a-z-]+)(?:=(?:\"([^\"]*)\"|(\\S+)))?");
    private static final Pattern DURATION_PATTERN = Pattern.compile("(\\d+)(ms|s)");

    /**
     * Returns the first fault comment of a statement; empty if the statement has none.
     *
     * @throws IllegalArgumentException if the comment is malformed, or names an unknown fault or several faults
     */
    static Optional<FaultComment> findIn(String statement) {
        if (!statement.contains("cairn:fault")) {
            return Optional.empty();
        }
        Matcher commentMatcher = COMMENT_PATTERN.matcher(statement);
        return commentMatcher.find() ? Optional.of(parse(commentMatcher.group(1))) : Optional.empty();
    }

    boolean appliesToCommentedStatement() {
        return trigger == null;
    }

    /** Adds the fault to the pending faults; does nothing if the fault applies to the statement with the comment. */
    void addTo(PendingFaults pendingFaults) {
        if (trigger != null) {
            pendingFaults.add(trigger, fault);
        }
    }

    private static FaultComment parse(String text) {
        Map<String, String> valueByOption = parseOptions(text);
        String message = valueByOption.getOrDefault("message", "Ordered by a comment");
        String sqlState = valueByOption.getOrDefault("sqlstate", "HY000");
        Fault fault = null;
        for (Map.Entry<String, String> optionEntry : valueByOption.entrySet()) {
            String value = optionEntry.getValue();
            Fault previousFault = fault;
            fault = switch (optionEntry.getKey()) {
                case "cut-before" -> Fault.cutBefore();
                case "cut-after" -> Fault.cutAfter();
                case "cut-during" -> Fault.cutDuring();
                case "hold" -> Fault.holdCommit();
                case "silent-before" -> Fault.silentBefore();
                case "silent-after" -> Fault.silentAfter();
                case "delay" -> Fault.delay(parseDuration(value));
                case "error" -> Fault.reject(parseNumber(value), sqlState, message);
                case "error-after" -> Fault.rejectAfter(parseNumber(value), sqlState, message);
                case "fail-job" -> Fault.failJob(message);
                case "late" -> value.isEmpty() ? Fault.defer() : Fault.defer(parseDuration(value));
                case "message", "sqlstate", "matching", "nth" -> fault;
                default -> throw new IllegalArgumentException("Unknown fault: " + optionEntry.getKey());
            };
            if (previousFault != null && fault != previousFault) {
                throw new IllegalArgumentException("More than one fault in: " + text);
            }
        }
        if (fault == null) {
            throw new IllegalArgumentException("No fault in: " + text);
        }
        return new FaultComment(fault, parseTrigger(valueByOption));
    }

    private static @Nullable Trigger parseTrigger(Map<String, String> valueByOption) {
        String regex = valueByOption.get("matching");
        String matchNumberText = valueByOption.get("nth");
        if (regex == null && matchNumberText == null) {
            return null;
        }
        Trigger trigger = regex == null ? Trigger.nextStatement() : Trigger.matching(regex);
        return matchNumberText == null ? trigger : trigger.nth(parseNumber(matchNumberText));
    }

    private static Map<String, String> parseOptions(String text) {
        Map<String, String> valueByOption = new LinkedHashMap<>();
        Matcher optionMatcher = OPTION_PATTERN.matcher(text);
        int parsedLength = 0;
        while (optionMatcher.find()) {
            String quotedValue = optionMatcher.group(2);
            String unquotedValue = optionMatcher.group(3);
            valueByOption.put(
                    optionMatcher.group(1),
                    quotedValue != null ? quotedValue : unquotedValue != null ? unquotedValue : "");
            parsedLength = optionMatcher.end();
        }
        if (!text.substring(parsedLength).isBlank()) {
            throw new IllegalArgumentException("Can't read the fault: " + text.substring(parsedLength));
        }
        return valueByOption;
    }

    private static int parseNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException failure) {
            throw new IllegalArgumentException("Not a number: " + text, failure);
        }
    }

    private static Duration parseDuration(String text) {
        Matcher durationMatcher = DURATION_PATTERN.matcher(text);
        if (!durationMatcher.matches()) {
            throw new IllegalArgumentException("Not a duration like 200ms or 2s: " + text);
        }
        int amount = parseNumber(durationMatcher.group(1));
        return durationMatcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
    }
}
