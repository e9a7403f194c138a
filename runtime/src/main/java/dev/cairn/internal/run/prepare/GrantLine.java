package dev.cairn.internal.run.prepare;

import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A grant on one object, as SHOW GRANTS prints it: {@code GRANT SELECT, INSERT ON TABLE shop.orders TO ROLE 'reader'}, names
 * without backquotes. Grants on all tables of a database name no object, and hold for a new one too.
 */
public record GrantLine(String privileges, String kind, String holder) {
    private static final Pattern LINE =
            Pattern.compile("GRANT (.+?) ON (TABLE|VIEW|MATERIALIZED VIEW) (.+) TO ((?:USER|ROLE) .+)", Pattern.DOTALL);

    public static Optional<GrantLine> of(String line, ObjectName object) {
        Matcher parts = LINE.matcher(line);
        return parts.matches() && parts.group(3).equals(object.toString())
                ? Optional.of(new GrantLine(parts.group(1), parts.group(2), parts.group(4)))
                : Optional.empty();
    }

    /** The statement that grants the same on another object of its kind. */
    public String on(ObjectName other) {
        return "GRANT " + privileges + " ON " + kind + " " + SqlQuoting.name(other) + " TO " + holder;
    }
}
