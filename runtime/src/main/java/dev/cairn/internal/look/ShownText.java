package dev.cairn.internal.look;

import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to SHOW CREATE TABLE, which the server gives for views and materialized views too. */
sealed interface ShownText {
    /** An object's text. */
    record Text(String text) implements ShownText {}

    /** There is nothing of that name. */
    record NotFound() implements ShownText {}

    /** In the server's words. */
    record NotShown(String words) implements ShownText {}

    /**
     * One statement.
     *
     * @throws ConnectionLostException on the way
     * @throws ServerRefusalException for a reason that passes, and did not
     */
    static ShownText ask(ServerConnection link, ObjectName name) {
        try {
            List<List<@Nullable String>> rows = link.rows("SHOW CREATE TABLE " + SqlQuoting.name(name));
            String text = rows.isEmpty() ? null : rows.get(0).get(1);
            return text == null ? new NotShown("the server shows nothing of it") : new Text(text);
        } catch (ServerRefusalException refused) {
            if (refused.passing().isPresent()) {
                throw refused;
            }
            return isMissing(refused) ? new NotFound() : new NotShown(refused.words());
        }
    }

    /** A missing table has a number of its own in some statements and versions, and in others only words. */
    private static boolean isMissing(ServerRefusalException refused) {
        return switch (refused.number()) {
            case 5501, 5502 -> true;
            case 1064 -> refused.words().contains(" is not found");
            default -> false;
        };
    }
}
