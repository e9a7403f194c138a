package dev.cairn.processor.read;

import dev.cairn.annotation.Refresh;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.written.Annotations;
import dev.cairn.processor.read.written.FragmentReader;
import dev.cairn.processor.read.written.UnreadableDeclarationException;
import dev.cairn.processor.read.written.WrittenAnnotation;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.ViewStatement;
import org.jspecify.annotations.Nullable;

/** REFRESH, read as the clause that it becomes; where a part of it can't be read, the clause without its times. */
record RefreshReader(Findings findings) {
    ViewStatement.@Nullable Refresh refresh(Annotations said) {
        WrittenAnnotation refresh = said.one(Refresh.class);
        if (refresh == null) {
            return null;
        }
        String timed = times(refresh);
        String mode = refresh.constant("mode").orElseThrow(UnreadableDeclarationException::reported);
        String moment = refresh.constant("moment").orElse("UNSAID");
        StringBuilder clause = new StringBuilder("REFRESH ");
        if (!moment.equals("UNSAID")) {
            clause.append(moment).append(' ');
        }
        clause.append(mode);
        FragmentReader fragments = new FragmentReader(findings);
        ViewStatement.Refresh read =
                fragments.read(new WrittenAnnotation.Text(clause + timed, refresh.place()), SqlFragment::refresh);
        return read == null
                ? fragments.read(new WrittenAnnotation.Text(clause.toString(), refresh.place()), SqlFragment::refresh)
                : read;
    }

    private String times(WrittenAnnotation refresh) {
        StringBuilder times = new StringBuilder();
        WrittenAnnotation.Text start = refresh.text("start");
        if (start != null && !start.text().isEmpty()) {
            times.append(" START(").append(quoted(start.text())).append(')');
        }
        WrittenAnnotation.Text every = refresh.text("every");
        if (every != null && !every.text().isEmpty() && isInterval(every)) {
            times.append(" EVERY(INTERVAL ").append(every.text()).append(')');
        }
        return times.toString();
    }

    /** Read by itself, so that an error shows what was written. */
    private boolean isInterval(WrittenAnnotation.Text every) {
        return new FragmentReader(findings).read(every, SqlFragment::refreshInterval) != null;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
