package dev.cairn.embedded.translate.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the lists in the classes named {@code …Templates}.
 *
 * <pre>
 * lower, lcase (varchar) = lower($1)               two functions; the argument becomes a text first
 * concat (varchar...) = $joined                    the last one may be repeated: $* $rest $joined
 * round (decimal, int) = …                         the first that fits is taken
 * sum (any) = sum($distinct$1)$over                an aggregate or window function: DISTINCT, $order, $ignore, FILTER and OVER
 *     …                                            an indented line goes on
 * </pre>
 *
 * <p>Arguments become what is named: any type, {@code text} and {@code date!} only these; {@code any, number, decimal,
 * array, map, struct, json, bitmap, hll, percentile, time} stay what they are, {@code T} becomes the type of the result, {@code
 * C} that of all together, {@code E} and {@code K} that of the elements or keys of the first. {@code $T} is the result's
 * type, {@code $scale} its scale. Functions named {@code sr_…} are our own.
 */
final class TemplateNotation {
    private TemplateNotation() {}

    /** Adds the functions of a list behind those that are there already. */
    static void read(String text, Map<String, List<Template>> into) {
        StringBuilder entry = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            if (!line.startsWith(" ") && entry.length() > 0) {
                entry(entry.toString(), into);
                entry.setLength(0);
            }
            entry.append(entry.length() == 0 ? line : " " + line.strip());
        }
        if (entry.length() > 0) {
            entry(entry.toString(), into);
        }
    }

    private static void entry(String entry, Map<String, List<Template>> into) {
        int opening = entry.indexOf('(');
        int equals = entry.indexOf(" = ");
        String parameters = entry.substring(opening + 1, entry.lastIndexOf(')', equals));
        List<TemplateParameter> kinds = Arrays.stream(parameters.split(",", -1))
                .map(String::strip)
                .filter(kind -> !kind.isEmpty())
                .map(kind -> new TemplateParameter(kind.replace("...", "")))
                .collect(Collectors.toList());
        Template template = new Template(kinds, parameters.endsWith("..."), entry.substring(equals + 3));
        for (String name : entry.substring(0, opening).split(",", -1)) {
            into.computeIfAbsent(name.strip(), unseen -> new ArrayList<>()).add(template);
        }
    }
}
