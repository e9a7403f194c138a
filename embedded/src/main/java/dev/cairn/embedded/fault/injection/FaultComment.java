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
 * A fault that a statement specifies in a comment, so that any client can inject one:
 *
 * <pre>
 * /* cairn:fault cut-before *&#47; closes the connection without running the statement /* cairn:fault cut-after *&#47;
 * runs it, and closes the connection instead of answering /* cairn:fault cut-during *&#47; starts an INSERT, closes the
 * connection, and ends the load later /* cairn:fault hold *&#47; begins an INSERT, UPDATE or DELETE, and commits it
 * later; answers others later /* cairn:fault silent-before *&#47; neither runs nor answers it /* cairn:fault
 * silent-after *&#47; runs it, and never answers /* cairn:fault delay=200ms *&#47; waits before it is run /*
 * cairn:fault error=1064 message="no" *&#47; answers with an error; may also set sqlstate="HY000" /* cairn:fault
 * error-after=1064 *&#47; runs it, and answers with an error; same options /* cairn:fault fail-job message="disk"
 * *&#47; runs it, and cancels the job that it starts /* cairn:fault late *&#47;, late=2s closes the connection, and
 * runs it later
 * </pre>
 *
 * <p>With {@code matching="regex"} or {@code nth=3}, the fault applies to subsequent statements on any connection,
 * and the statement with the comment is run normally.
 */
record FaultComment(Fault fault, @Nullable Trigger trigger) {
    private static final Pattern COMMENT = Pattern.compile("/\\*\\s*cairn:fault\\s+(.*?)\\s*\\*/", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("\\G\\s*([a-z-]+)(?:=(?:\"([^\"]*)\"|(\\S+)))?");
    private static final Pattern TIME = Pattern.compile("(\\d+)(ms|s)");

    static Optional<FaultComment> findIn(String statement) {
        if (!statement.contains("cairn:fault")) {
            return Optional.empty();
        }
        Matcher comment = COMMENT.matcher(statement);
        return comment.find() ? Optional.of(parse(comment.group(1))) : Optional.empty();
    }

    boolean appliesToOwnStatement() {
        return trigger == null;
    }

    void addTo(PendingFaults faults) {
        if (trigger != null) {
            faults.add(trigger, fault);
        }
    }

    private static FaultComment parse(String text) {
        Map<String, String> options = parseOptions(text);
        String message = options.getOrDefault("message", "Ordered by a comment");
        String sqlState = options.getOrDefault("sqlstate", "HY000");
        Fault fault = null;
        for (Map.Entry<String, String> option : options.entrySet()) {
            String value = option.getValue();
            fault = switch (option.getKey()) {
                case "cut-before" -> Fault.cutBefore();
                case "cut-after" -> Fault.cutAfter();
                case "cut-during" -> Fault.cutDuring();
                case "hold" -> Fault.hold();
                case "silent-before" -> Fault.silentBefore();
                case "silent-after" -> Fault.silentAfter();
                case "delay" -> Fault.delay(parseDuration(value));
                case "error" -> Fault.refuse(parseNumber(value), sqlState, message);
                case "error-after" -> Fault.refuseAfter(parseNumber(value), sqlState, message);
                case "fail-job" -> Fault.failJob(message);
                case "late" -> value.isEmpty() ? Fault.late() : Fault.late(parseDuration(value));
                case "message", "sqlstate", "matching", "nth" -> fault;
                default -> throw new IllegalArgumentException("Unknown fault: " + option.getKey());
            };
        }
        if (fault == null) {
            throw new IllegalArgumentException("No fault in: " + text);
        }
        return new FaultComment(fault, parseTrigger(options));
    }

    private static @Nullable Trigger parseTrigger(Map<String, String> options) {
        String regex = options.get("matching");
        String number = options.get("nth");
        if (regex == null && number == null) {
            return null;
        }
        Trigger trigger = regex == null ? Trigger.nextStatement() : Trigger.matching(regex);
        return number == null ? trigger : trigger.nth(parseNumber(number));
    }

    private static Map<String, String> parseOptions(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        Matcher option = OPTION.matcher(text);
        int end = 0;
        while (option.find()) {
            String quotedValue = option.group(2);
            String unquotedValue = option.group(3);
            options.put(
                    option.group(1), quotedValue != null ? quotedValue : unquotedValue != null ? unquotedValue : "");
            end = option.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new IllegalArgumentException("Can't read the fault: " + text.substring(end));
        }
        return options;
    }

    private static int parseNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException failure) {
            throw new IllegalArgumentException("Not a number: " + text, failure);
        }
    }

    private static Duration parseDuration(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new IllegalArgumentException("Not a time like 200ms or 2s: " + text);
        }
        int amount = parseNumber(time.group(1));
        return time.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
    }
}
