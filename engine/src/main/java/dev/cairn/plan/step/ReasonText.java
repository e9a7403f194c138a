package dev.cairn.plan.step;

import dev.cairn.catalog.Refusal;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Formats the reasons why parts can't be altered, in one line. */
public final class ReasonText {
    /** The text that the server puts between a whole definition and the error in it. */
    private static final String CAUSE = "Cause an error: ";

    private static final String DETAIL = "Detail message: ";
    private static final Pattern DECIMAL_CLASS = Pattern.compile("\\bDECIMAL(?:V2|32|64|128|256)\\(");

    private ReasonText() {}

    /**
     * Phrases a reason in terms of the declaration, which has neither storage classes of decimals nor the server's map
     * of properties.
     */
    public static String format(Refusal refusal) {
        if (refusal.breaks(PropertyRule.UNKNOWN_PROPERTIES)) {
            return "the server can't change it in place";
        }
        String detail = refusal.detail();
        int cause = detail.indexOf(CAUSE);
        String problem = cause < 0 ? detail : detail.substring(cause + CAUSE.length());
        int inner = problem.indexOf(DETAIL);
        String reason = oneLine(inner < 0 ? problem : problem.substring(inner + DETAIL.length()));
        return DECIMAL_CLASS.matcher(reason).replaceAll("DECIMAL(");
    }

    public static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /**
     * {@code orders column amount: Can not change BIGINT to INT}; omits parts that differ only as a consequence of
     * others.
     */
    public static String format(ObjectName name, SortedMap<ObjectPart, String> parts) {
        SortedMap<ObjectPart, String> causes = new TreeMap<>(parts);
        boolean query = causes.containsKey(ObjectPart.of(ObjectPart.Kind.QUERY));
        causes.keySet()
                .removeIf(part -> query && (part.is(ObjectPart.Kind.COLUMN) || part.is(ObjectPart.Kind.ACTIVITY)));
        if (causes.size() > 1) {
            causes.remove(ObjectPart.of(ObjectPart.Kind.COLUMN_ORDER));
        }
        return causes.entrySet().stream()
                .map(entry -> name.name() + " " + entry.getKey() + ": " + oneLine(entry.getValue()))
                .collect(Collectors.joining("; "));
    }
}
