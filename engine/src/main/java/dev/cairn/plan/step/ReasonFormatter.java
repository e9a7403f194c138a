package dev.cairn.plan.step;

import dev.cairn.engine.property.PropertyRule;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.refusal.Refusal;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Formats the reasons why objects and their parts can't be altered, in one line. */
public final class ReasonFormatter {
    /** The text that the server puts between the definition in an error and its cause. */
    private static final String CAUSE_PREFIX = "Cause an error: ";

    private static final Pattern DECIMAL_CLASS_PATTERN = Pattern.compile("\\bDECIMAL(?:V2|32|64|128|256)\\(");

    private ReasonFormatter() {}

    /**
     * Formats a refusal in the terms of the declaration: without the storage classes of decimals and the server's map
     * of properties.
     */
    public static String format(Refusal refusal) {
        if (refusal.hasRule(PropertyRule.UNKNOWN_PROPERTIES)) {
            return "the server can't change it in place";
        }
        String detail = refusal.detail();
        int causeStart = detail.indexOf(CAUSE_PREFIX);
        String problem = causeStart < 0 ? detail : detail.substring(causeStart + CAUSE_PREFIX.length());
        int detailStart = problem.indexOf(Refusal.DETAIL_PREFIX);
        String reason =
                toOneLine(detailStart < 0 ? problem : problem.substring(detailStart + Refusal.DETAIL_PREFIX.length()));
        return DECIMAL_CLASS_PATTERN.matcher(reason).replaceAll("DECIMAL(");
    }

    /** Returns the text with each line break and other white space as one blank, as a marker requires. */
    public static String toOneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /**
     * Formats the reasons of several parts, such as {@code orders column amount: Can not change BIGINT to INT}. Parts
     * that differ only as a consequence of others are omitted.
     */
    public static String format(ObjectName name, SortedMap<ObjectPart, String> reasonByPart) {
        SortedMap<ObjectPart, String> causeByPart = new TreeMap<>(reasonByPart);
        boolean isQueryChanged = causeByPart.containsKey(ObjectPart.of(ObjectPart.Kind.QUERY));
        causeByPart
                .keySet()
                .removeIf(part -> isQueryChanged
                        && (part.hasKind(ObjectPart.Kind.COLUMN) || part.hasKind(ObjectPart.Kind.ACTIVITY)));
        if (causeByPart.size() > 1) {
            causeByPart.remove(ObjectPart.of(ObjectPart.Kind.COLUMN_ORDER));
        }
        return causeByPart.entrySet().stream()
                .map(causeEntry -> name.name() + " " + causeEntry.getKey() + ": " + toOneLine(causeEntry.getValue()))
                .collect(Collectors.joining("; "));
    }
}
