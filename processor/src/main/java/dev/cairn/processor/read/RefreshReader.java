package dev.cairn.processor.read;

import dev.cairn.annotation.Refresh;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.written.Annotations;
import dev.cairn.processor.read.written.Fragments;
import dev.cairn.processor.read.written.Unread;
import dev.cairn.processor.read.written.Written;
import dev.cairn.sql.Fragment;
import dev.cairn.sql.ast.ViewStatement;
import org.jspecify.annotations.Nullable;

/** REFRESH, read as the clause that it becomes; where a part of it can't be read, the clause without its times. */
record RefreshReader(Findings findings) {
    ViewStatement.@Nullable Refresh refresh(Annotations said) {
        Written refresh = said.one(Refresh.class);
        if (refresh == null) {
            return null;
        }
        String timed = times(refresh);
        String mode = refresh.constant("mode").orElseThrow(Unread::reported);
        String moment = refresh.constant("moment").orElse("UNSAID");
        StringBuilder clause = new StringBuilder("REFRESH ");
        if (!moment.equals("UNSAID")) {
            clause.append(moment).append(' ');
        }
        clause.append(mode);
        Fragments fragments = new Fragments(findings);
        ViewStatement.Refresh read =
                fragments.read(new Written.Text(clause + timed, refresh.place()), Fragment::refresh);
        return read == null
                ? fragments.read(new Written.Text(clause.toString(), refresh.place()), Fragment::refresh)
                : read;
    }

    private String times(Written refresh) {
        StringBuilder times = new StringBuilder();
        Written.Text start = refresh.text("start");
        if (start != null && !start.text().isEmpty()) {
            times.append(" START(").append(quoted(start.text())).append(')');
        }
        Written.Text every = refresh.text("every");
        if (every != null && !every.text().isEmpty() && isInterval(every)) {
            times.append(" EVERY(INTERVAL ").append(every.text()).append(')');
        }
        return times.toString();
    }

    /** Read by itself, so that an error shows what was written. */
    private boolean isInterval(Written.Text every) {
        return new Fragments(findings).read(every, Fragment::refreshInterval) != null;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
