package dev.cairn.processor.read;

import dev.cairn.annotation.Refresh;
import dev.cairn.processor.model.Findings;
import dev.cairn.sql.Fragment;
import dev.cairn.sql.ViewStatement;
import org.jspecify.annotations.Nullable;

/** REFRESH, read as the clause that it becomes, which an error then shows. */
record RefreshReader(Findings findings) {
    ViewStatement.@Nullable Refresh refresh(Annotations said) {
        Written refresh = said.one(Refresh.class);
        if (refresh == null) {
            return null;
        }
        String mode = refresh.constant("mode").orElseThrow(Unread::reported);
        String moment = refresh.constant("moment").orElse("UNSAID");
        StringBuilder clause = new StringBuilder("REFRESH ");
        if (!moment.equals("UNSAID")) {
            clause.append(moment).append(' ');
        }
        clause.append(mode);
        Written.Text start = refresh.text("start");
        if (start != null && !start.text().isEmpty()) {
            clause.append(" START(").append(quoted(start.text())).append(')');
        }
        Written.Text every = refresh.text("every");
        if (every != null && !every.text().isEmpty()) {
            clause.append(" EVERY(INTERVAL ").append(every.text()).append(')');
        }
        Written.Text text = new Written.Text(clause.toString(), refresh.place());
        return new Fragments(findings).read(text, Fragment::refresh);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
