package dev.cairn.engine;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The property {@code labels.location}: on which backends replicas may be, by the labels of those. */
final class Labels {
    static final String PROPERTY = "labels.location";

    private static final String ANYWHERE = "*";
    private static final int LONGEST = 255;
    private static final int MOST = 11;

    /** The room that the server's own sets begin with: which label it names first depends on it. */
    private static final int AS_SERVER = 3;

    private static final Pattern ONE = Pattern.compile("\\*|[a-z_0-9]+\\s*:\\s*(?:\\*|[a-z_0-9]+)");

    private Labels() {}

    /**
     * In the server's normal form. What labels the backends have is not known here: they are taken to have none, so that
     * only a star and nothing at all are accepted.
     */
    static String normal(String text, Span at) {
        if (text.isEmpty()) {
            return text;
        }
        if (text.length() > LONGEST) {
            throw Refusal.analysis(at, "location is too long, max length is 255");
        }
        String[] items = text.split(",", -1);
        Map<String, Set<String>> labels = new HashMap<>();
        for (String item : items) {
            if (items.length > MOST || !ONE.matcher(item.trim()).matches()) {
                throw Refusal.analysis(
                        at,
                        "Invalid location format: " + text + ", should be like: '*', 'key:*', or 'k1:v1,k2:v2,k1:v11'");
            }
            if (item.trim().equals(ANYWHERE)) {
                return ANYWHERE;
            }
            String[] label = item.replaceAll("\\s", "").split(":", 0);
            labels.computeIfAbsent(label[0], key -> new HashSet<>(AS_SERVER)).add(label[1]);
        }
        Map.Entry<String, Set<String>> first = labels.entrySet().iterator().next();
        throw Refusal.analysis(
                at,
                "Cannot find any backend with location: " + first.getKey() + ":"
                        + first.getValue().iterator().next());
    }
}
